package io.ripresa.server;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;

/** The application around Ripresa when it runs by itself: everything comes from the starter. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class ServerApplication {

    /** What the description of the REST API says of itself. */
    @Bean
    OpenAPI description() {
        return new OpenAPI()
                .info(new Info()
                        .title("Ripresa")
                        .description("Submit tasks, see what failed and why, and decide where a person is needed.")
                        .version("v1"));
    }
}
