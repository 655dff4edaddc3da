package io.ripresa.spring;

import io.ripresa.Ripresa;
import io.ripresa.web.RipresaWebConfiguration;
import io.ripresa.web.WebSettings;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** Serves the REST API and the page in a Spring MVC application, under {@code ripresa.web.path}. */
@AutoConfiguration(after = RipresaAutoConfiguration.class)
@ConditionalOnClass(RipresaWebConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnBean(Ripresa.class)
@ConditionalOnProperty(prefix = "ripresa.web", name = "enabled", matchIfMissing = true)
@Import(RipresaWebConfiguration.class)
public class RipresaWebAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    WebSettings ripresaWebSettings(RipresaProperties properties) {
        RipresaProperties.Web web = properties.web();
        return new WebSettings(web.path(), web.allowedHosts(), web.maxRequestBytes(), web.maxStreamClients());
    }
}
