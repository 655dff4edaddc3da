package io.ripresa.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ripresa.Ripresa;
import io.ripresa.model.Disposition;
import io.ripresa.model.TaskKey;
import io.ripresa.model.WorkspaceState;
import io.ripresa.spi.Resources;
import io.ripresa.spi.TaskSubmitter;
import io.ripresa.spi.TaskSubmitter.Options;
import io.ripresa.spi.TaskSubmitter.Submission;
import io.ripresa.worker.TaskType;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Ripresa inside somebody's own web application: there when it is on the class path, and in nobody's way. */
class StarterTest {

    private static ConfigurableApplicationContext context;

    /** What the application's own controller takes. */
    record Order(String item) {}

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Shop {

        @Bean
        DataSource dataSource() {
            return JdbcConnectionPool.create("jdbc:h2:mem:shop;DB_CLOSE_DELAY=-1", "sa", "");
        }

        @Bean
        TaskHandlerRegistration shipping() {
            return new TaskHandlerRegistration(TaskType.of("ship"), run -> {
                throw new IllegalStateException("parcel " + run.payload() + " has no address");
            });
        }

        @Bean
        MeterRegistry registry() {
            return new SimpleMeterRegistry();
        }

        /** The application's own word on what it has left; how full the disk of this machine is tells nothing here. */
        @Bean
        Resources resources() {
            return () -> List.of(new Resources.Use(Resources.Resource.MEMORY, 0.4, "of the heap, 614 MB left"));
        }

        @Bean
        OrderDesk orderDesk() {
            return new OrderDesk();
        }
    }

    @RestController
    static class OrderDesk {
        @PostMapping("/orders")
        Order take(@RequestBody Order order) {
            return order;
        }

        @PostMapping("/broken")
        Order fail(@RequestBody Order order) {
            throw new IllegalArgumentException("no " + order.item());
        }
    }

    @BeforeAll
    static void start() {
        context = new SpringApplication(Shop.class)
                .run(
                        "--server.port=0",
                        "--server.servlet.context-path=/shop",
                        "--spring.main.banner-mode=off",
                        "--logging.level.root=WARN",
                        "--ripresa.worker.threads=2");
    }

    @AfterAll
    static void stop() {
        context.close();
    }

    private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(uri(path))
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private static URI uri(String path) {
        int port = ((WebServerApplicationContext) context).getWebServer().getPort();
        return URI.create("http://localhost:" + port + "/shop" + path);
    }

    @Test
    void theApplicationsTasksAreRunAndWatched() {
        context.getBean(TaskSubmitter.class)
                .submit(List.of(new Submission("parcel-1", "shop", "ship", "7", Options.DEFAULT)));

        await().atMost(Duration.ofSeconds(30))
                .until(() -> context.getBean(Ripresa.class)
                                .read()
                                .failuresOf(new TaskKey("native", "parcel-1"))
                                .size()
                        == 1);
        assertThat(context.getBean(MeterRegistry.class)
                        .get("ripresa.tasks")
                        .tag("disposition", Disposition.UNAFFECTED.name().toLowerCase(Locale.ROOT))
                        .gauge()
                        .value())
                .isNotNegative();
        for (WorkspaceState state : WorkspaceState.values()) {
            assertThat(context.getBean(MeterRegistry.class)
                            .get("ripresa.workspaces")
                            .tag("state", state.name().toLowerCase(Locale.ROOT))
                            .gauge()
                            .value())
                    .isNotNegative();
        }
        assertThat(context.getBean(MeterRegistry.class)
                        .get("ripresa.availability")
                        .tag("of", "ripresa")
                        .gauge()
                        .value())
                .isBetween(0.0, 1.0);
        // Nothing has failed that clears by itself: not known, which is not 0.
        assertThat(context.getBean(MeterRegistry.class)
                        .get("ripresa.recovery.automatic")
                        .gauge()
                        .value())
                .isNaN();
    }

    @Test
    void thePageAndItsApiAreUnderTheirPath() throws Exception {
        assertThat(get("/ripresa").headers().firstValue("Location").orElse("")).endsWith("/shop/ripresa/");
        assertThat(get("/ripresa/").body()).contains("./assets/app.js");
        assertThat(get("/ripresa/assets/app.js").statusCode()).isEqualTo(200);
        assertThat(get("/ripresa/api/v1/overview").body()).contains("\"story\"");
        assertThat(get("/api/v1/overview").statusCode()).isEqualTo(404);
        assertThat(post("/ripresa/api/v1/tasks", "{\"idd\":1}").body()).contains("\"idd\"", "not known");
    }

    @Test
    void theWorkerIsRestartedByAPerson() throws Exception {
        HttpResponse<String> restarted =
                post("/ripresa/api/v1/worker/restart", "{\"actor\":\"ann\",\"reason\":\"new disk\"}");

        assertThat(restarted.statusCode()).as(restarted.body()).isEqualTo(200);
        assertThat(restarted.body()).contains("\"state\":\"RUNNING\"", "\"starts\":2");
        assertThat(get("/ripresa/api/v1/journal?limit=1000").body()).contains(", restart by ann: new disk");
        context.getBean(TaskSubmitter.class)
                .submit(List.of(new Submission("parcel-2", "depot", "ship", "8", Options.DEFAULT)));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> !context.getBean(Ripresa.class)
                        .read()
                        .failuresOf(new TaskKey("native", "parcel-2"))
                        .isEmpty());
    }

    @Test
    void theApplicationsOwnAddressesAreLeftAlone() throws Exception {
        HttpResponse<String> order = post("/orders", "{\"item\":\"book\",\"note\":\"a field that nobody reads\"}");
        HttpResponse<String> broken = post("/broken", "{\"item\":\"pen\"}");

        assertThat(order.statusCode()).isEqualTo(200);
        assertThat(order.body()).isEqualTo("{\"item\":\"book\"}");
        assertThat(order.headers().firstValue("Content-Security-Policy")).isEmpty();
        assertThat(broken.statusCode()).isEqualTo(500);
    }

    @Test
    void healthIsReported() {
        HealthIndicator indicator = context.getBean("ripresaHealthIndicator", HealthIndicator.class);

        assertThat(String.valueOf(indicator.health().getStatus())).isEqualTo("UP");
        assertThat(indicator.health().getDetails()).containsKeys("resources", "workspaces");
    }
}
