package io.ripresa.spring;

import io.ripresa.Ripresa;
import io.ripresa.web.PageToken;
import io.ripresa.web.RipresaWebConfiguration;
import io.ripresa.web.WebSettings;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.web.csrf.CsrfToken;

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

    /** Where the application has Spring Security. It decides who may do what; this only tells its pages its token. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(CsrfToken.class)
    static class SecurityConfiguration {

        @Bean
        @ConditionalOnMissingBean
        PageToken ripresaPageToken() {
            return request -> request.getAttribute(CsrfToken.class.getName()) instanceof CsrfToken token
                    ? new PageToken.Token(token.getHeaderName(), token.getToken())
                    : null;
        }
    }
}
