package com.example.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.example.orders.Visitor.Answer;
import io.ripresa.Ripresa;
import io.ripresa.model.Disposition;
import io.ripresa.model.TaskKey;
import io.ripresa.model.TaskRecord;
import io.ripresa.spi.RecoveryReadModel.TaskQuery;
import io.ripresa.web.Chromium;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The application as it is, on its own database, with the system down that writes its invoices. */
@Timeout(300)
class OrdersApplicationTest {

    static final Duration LONG = Duration.ofSeconds(40);

    private static InvoiceStub invoices;
    private static Shop shop;
    private static Visitor viewer;
    private static Visitor ops;

    @BeforeAll
    static void start() throws Exception {
        invoices = new InvoiceStub();
        shop = new Shop(invoices, "--spring.datasource.url=jdbc:h2:mem:orders;DB_CLOSE_DELAY=-1");
        viewer = Visitor.signedIn(shop.address(), "viewer");
        ops = Visitor.signedIn(shop.address(), "ops");
    }

    @AfterAll
    static void stop() {
        shop.close();
        invoices.close();
    }

    @Test
    void ordersThatWerePlacedDuringAnOutageAreInvoicedAfterIt() throws Exception {
        invoices.down(true);
        List<String> placed = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            Answer answer = viewer.post("/orders", "{\"customer\":\"customer " + i + "\",\"cents\":990}");
            assertThat(answer.status()).as(answer.body()).isEqualTo(201);
            placed.add(answer.json().path("id").asString());
        }
        String service = invoices.address().getAuthority();
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(viewer.get("/ripresa/api/v1/overview")
                                .json()
                                .path("story")
                                .path("text")
                                .asString())
                        .isEqualTo(service + " is in trouble: 12 tasks wait."));

        invoices.down(false);

        for (String id : placed) {
            await().atMost(LONG)
                    .until(() ->
                            viewer.get("/orders/" + id).json().path("invoiced").asBoolean());
        }
        // Recovered is what the task system reported, not what was ordered.
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(
                                shop.bean(Ripresa.class).read().findTasks(new TaskQuery(null, null, null, null, 100)))
                        .filteredOn(task -> placed.contains(orderOf(task.key())))
                        .hasSize(12)
                        .extracting(TaskRecord::disposition)
                        .containsOnly(Disposition.RECOVERED));
        assertThat(invoices.written()).as("one invoice per order").hasSize(12).doesNotHaveDuplicates();
        assertThat(invoices.refused().size()).as("what the outage cost").isLessThan(20);

        Answer recovered = ops.get("/actuator/metrics/ripresa.tasks?tag=disposition:recovered");
        assertThat(recovered.json().path("measurements").path(0).path("value").asInt())
                .isEqualTo(12);
        Answer health = ops.get("/actuator/health");
        assertThat(health.json()
                        .path("components")
                        .path("ripresa")
                        .path("status")
                        .asString())
                .as(health.body())
                .isEqualTo("UP");
    }

    private static String orderOf(TaskKey task) {
        return task.externalId().replace("invoice-", "");
    }

    @Test
    void nothingOfThePageIsThereForWhoIsNotSignedIn() throws Exception {
        Visitor nobody = Visitor.nobody(shop.address());

        Answer page = nobody.get("/ripresa/", "text/html");
        assertThat(page.status()).isEqualTo(302);
        assertThat(page.response().headers().firstValue("Location").orElse("")).endsWith("/login");
        for (String path : List.of("", "/", "/assets/app.js", "/api/v1/overview", "/api/v1/stream", "/api/v1/me")) {
            assertThat(nobody.get("/ripresa" + path).status()).as(path).isIn(302, 401);
        }
        assertThat(nobody.postWithoutToken("/ripresa/api/v1/tasks", "{\"id\":\"t\",\"type\":\"invoice\"}")
                        .status())
                .isIn(302, 401, 403);
    }

    @Test
    void whoMayLookSeesThePageAndMayNotChangeAnything() throws Exception {
        assertThat(viewer.get("/ripresa/", "text/html").body()).contains("./assets/app.js");
        assertThat(viewer.get("/ripresa/assets/app.js", "*/*").status()).isEqualTo(200);
        assertThat(viewer.get("/ripresa/api/v1/me").json().path("actor").asString())
                .isEqualTo("viewer");

        assertThat(viewer.post("/ripresa/api/v1/control", "{\"stopped\":true,\"reason\":\"drill\"}")
                        .status())
                .isEqualTo(403);
        assertThat(viewer.get("/ripresa/api/v1/control").json().path("stopped").asBoolean())
                .isFalse();
    }

    @Test
    void whoMayOperateDoesSoUnderHisOwnNameAndWithTheApplicationsToken() throws Exception {
        String stop = "{\"stopped\":true,\"actor\":\"mallory\",\"reason\":\"drill\"}";
        assertThat(ops.postWithoutToken("/ripresa/api/v1/control", stop).status())
                .isEqualTo(403);

        Answer stopped = ops.post("/ripresa/api/v1/control", stop);

        assertThat(stopped.status()).as(stopped.body()).isEqualTo(200);
        assertThat(stopped.json().path("actor").asString()).isEqualTo("ops");
        assertThat(viewer.get("/ripresa/api/v1/overview").body()).contains("Stopped by ops: drill");
        assertThat(ops.post("/ripresa/api/v1/control", "{\"stopped\":false,\"reason\":\"drill over\"}")
                        .status())
                .isEqualTo(200);
    }

    @Test
    @Tag("browser")
    void thePageInABrowserIsTheApplicationsOwn() throws Exception {
        try (Chromium browser = new Chromium(PageInBrowser.chromium(), 1280, 900)) {
            PageInBrowser page = new PageInBrowser(browser);
            page.signIn(shop.address().resolve("/ripresa/"), "ops");
            page.awaitText("body", "Live");

            page.order("Stop recovery…", "a drill");
            page.awaitText("h1", "Stopped by ops: a drill");
            page.save("in-an-application");
            page.order("Resume…", "the drill is over");
            page.awaitNoText("h1", "Stopped");
            assertThat(browser.complaints())
                    .filteredOn(complaint -> !complaint.contains("/login"))
                    .isEmpty();

            page.signOut();
            page.order("Stop recovery…", "who am I");
            page.awaitText("dialog[open]", "You are signed out. Sign in again, then repeat this.");
            page.awaitText(".notice", "You are signed out.");
            page.save("signed-out");
            browser.eval("document.querySelector('.notice a').click()");
            page.awaitText("body", "Please sign in");
        }
    }

    @Test
    void theApplicationsOwnMigrationsRanOnItsEmptySchemaAndThenRipresas() {
        List<String> own = shop.bean(JdbcClient.class)
                .sql("select \"script\" from \"flyway_schema_history\" where \"installed_rank\" > 0")
                .query(String.class)
                .list();

        assertThat(own).as("no baseline was needed").containsExactly("V1__orders.sql");
        assertThat(shop.bean(JdbcClient.class)
                        .sql("select count(*) from ripresa_task")
                        .query(Integer.class)
                        .single())
                .isNotNegative();
    }
}
