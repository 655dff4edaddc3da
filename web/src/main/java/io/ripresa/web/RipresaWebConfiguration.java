package io.ripresa.web;

import io.ripresa.Ripresa;
import io.ripresa.spi.RecoveryStore;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.CacheControl;
import org.springframework.http.converter.HttpMessageConverters;
import org.springframework.web.method.HandlerTypePredicate;
import org.springframework.web.servlet.config.annotation.PathMatchConfigurer;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * The REST API and the live page, for any Spring MVC application that has a {@link Ripresa}, its {@link RecoveryStore}
 * and {@link WebSettings} as beans. Touches no address outside the settings' path, and no JSON but its own.
 */
@Configuration(proxyBeanMethods = false)
public class RipresaWebConfiguration implements WebMvcConfigurer {

    private static final String PAGE = "classpath:/io/ripresa/web/page/";

    private final WebSettings settings;

    public RipresaWebConfiguration(WebSettings settings) {
        this.settings = settings;
    }

    @Override
    public void configurePathMatch(PathMatchConfigurer configurer) {
        if (!settings.path().isEmpty()) {
            configurer.addPathPrefix(settings.path(), HandlerTypePredicate.forBasePackageClass(getClass()));
        }
    }

    @Override
    public void configureMessageConverters(HttpMessageConverters.ServerBuilder builder) {
        builder.addCustomConverter(new StrictJsonConverter());
    }

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        registry.addResourceHandler(settings.path() + "/assets/**")
                .addResourceLocations(PAGE)
                .setCacheControl(CacheControl.noCache());
    }

    @Override
    public void addViewControllers(ViewControllerRegistry registry) {
        registry.addViewController(settings.path() + "/")
                .setViewName("forward:" + settings.path() + "/assets/index.html");
        if (!settings.path().isEmpty()) {
            registry.addRedirectViewController(settings.path(), settings.path() + "/");
        }
    }

    /** Behind the application's security, which stands at -100 where nobody moved it: who asks is known here. */
    @Bean
    FilterRegistrationBean<RequestGuard> ripresaRequestGuard() {
        FilterRegistrationBean<RequestGuard> guard = new FilterRegistrationBean<>(new RequestGuard(settings));
        guard.addUrlPatterns(settings.path() + "/*");
        guard.setAsyncSupported(true);
        guard.setOrder(0);
        return guard;
    }

    @Bean
    LiveThreads ripresaLiveThreads() {
        return new LiveThreads(settings.maxStreamClients());
    }

    @Bean
    LiveFeed ripresaLiveFeed(Ripresa ripresa, RecoveryStore store, LiveThreads threads) {
        return new LiveFeed(
                store, ripresa.taskSystems(), threads.scheduler(), threads.senders(), InstantSource.system(), settings);
    }

    @Bean
    OverviewController ripresaOverviewController(
            Ripresa ripresa, LiveFeed ripresaLiveFeed, ObjectProvider<PageToken> pageToken) {
        return new OverviewController(ripresa, ripresaLiveFeed, pageToken.getIfAvailable(() -> PageToken.NONE));
    }

    @Bean
    TaskController ripresaTaskController(Ripresa ripresa, RecoveryStore store, LiveFeed ripresaLiveFeed) {
        return new TaskController(ripresa, store, ripresaLiveFeed);
    }

    @Bean
    IncidentController ripresaIncidentController(Ripresa ripresa, RecoveryStore store, LiveFeed ripresaLiveFeed) {
        return new IncidentController(ripresa, store, ripresaLiveFeed);
    }

    @Bean
    WorkspaceController ripresaWorkspaceController(Ripresa ripresa, LiveFeed ripresaLiveFeed) {
        return new WorkspaceController(ripresa, ripresaLiveFeed);
    }

    @Bean
    WorkerController ripresaWorkerController(Ripresa ripresa, LiveFeed ripresaLiveFeed) {
        return new WorkerController(ripresa, ripresaLiveFeed);
    }

    @Bean
    ChangeController ripresaChangeController(Ripresa ripresa, RecoveryStore store, LiveFeed ripresaLiveFeed) {
        return new ChangeController(ripresa, store, ripresaLiveFeed);
    }

    @Bean
    PolicyController ripresaPolicyController(Ripresa ripresa, RecoveryStore store, LiveFeed ripresaLiveFeed) {
        return new PolicyController(ripresa, store, ripresaLiveFeed);
    }

    @Bean
    RecordController ripresaRecordController(RecoveryStore store) {
        return new RecordController(store);
    }

    @Bean
    MetricsController ripresaMetricsController(Ripresa ripresa) {
        return new MetricsController(ripresa.figures());
    }

    @Bean
    UnknownAddress ripresaUnknownAddress() {
        return new UnknownAddress();
    }

    @Bean
    ProblemAdvice ripresaProblemAdvice() {
        return new ProblemAdvice();
    }
}
