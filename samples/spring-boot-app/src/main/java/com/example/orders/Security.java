package com.example.orders;

import static org.springframework.security.config.Customizer.withDefaults;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.CsrfConfigurer;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;

/** Who may do what. Ripresa's page and API are addresses of this application like any other. */
@Configuration(proxyBeanMethods = false)
class Security {

    @Bean
    SecurityFilterChain filterChain(HttpSecurity http) {
        return http.authorizeHttpRequests(requests -> requests
                        // Whoever is signed in may look at Ripresa's page; only operators may change something there.
                        .requestMatchers(HttpMethod.GET, "/ripresa/**")
                        .authenticated()
                        .requestMatchers("/ripresa/**")
                        .hasRole("OPS")
                        .anyRequest()
                        .authenticated())
                .formLogin(withDefaults())
                .httpBasic(withDefaults())
                .csrf(CsrfConfigurer::spa)
                .build();
    }

    /** Two people, for a look at it. A real application has its users elsewhere. */
    @Bean
    UserDetailsService users() {
        return new InMemoryUserDetailsManager(
                User.withUsername("viewer")
                        .password("{noop}viewer")
                        .roles("VIEWER")
                        .build(),
                User.withUsername("ops").password("{noop}ops").roles("OPS").build());
    }
}
