package io.ripresa.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.fail;

import io.ripresa.model.CallHistory;
import io.ripresa.model.CallHistory.Usual;
import io.ripresa.model.CallHistory.Warning;
import io.ripresa.model.Dependency;
import io.ripresa.model.Finding;
import io.ripresa.model.Measured;
import io.ripresa.model.WorkspaceStrategy;
import io.ripresa.spi.TaskSystem.Backlog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page in a real browser, at desktop and phone width. Set RIPRESA_REQUIRE_BROWSER=true where it must not be skipped. */
@Tag("browser")
@Timeout(180)
class BrowserTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static Path chromium() {
        Optional<Path> installed = Chromium.installed();
        if (installed.isEmpty()) {
            String missing = "no chromium on the PATH: the page is not tested in a browser (apt-get install chromium)";
            if ("true".equals(System.getenv("RIPRESA_REQUIRE_BROWSER"))) {
                fail(missing);
            }
            Assumptions.abort(missing);
        }
        return installed.orElseThrow();
    }

    @AfterEach
    void allIsWell() {
        RunningWeb.tasks().farSide(true);
        RunningWeb.tasks().backlog(new Backlog(0, null));
        RunningWeb.storeAnswers(true);
    }

    @ParameterizedTest(name = "{0}: an incident appears, changes and resolves without reload")
    @CsvSource({"desktop,1280,900", "phone,390,844"})
    void anIncidentAppearsAndChangesWithoutReload(String name, int width, int height) throws Exception {
        RunningWeb.tasks().farSide(false);
        duplicatesAreFound(name);
        try (Chromium browser = new Chromium(chromium(), width, height)) {
            browser.open(RunningWeb.uri("/"));
            await().ignoreExceptions()
                    .atMost(PATIENCE)
                    .until(() -> browser.eval("document.body.innerText").contains("Live"));

            for (int i = 0; i < 12; i++) {
                RunningWeb.post(
                        "/api/v1/tasks",
                        "{\"id\":\"" + name + "-" + i + "\",\"type\":\"call\",\"workspace\":\"" + name
                                + "\",\"payload\":\"down\"}");
            }
            RunningWeb.post("/api/v1/tasks", "{\"id\":\"" + name + "-bad\",\"type\":\"call\",\"payload\":\"bad\"}");
            await().ignoreExceptions()
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(browser.eval("document.querySelector('h1').innerText"))
                            .contains("depot:9090 is in trouble"));
            await().ignoreExceptions()
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(browser.eval("document.querySelector('main').innerText"))
                            .contains("Needs a person", "What to do", "onerror=alert(1)", "Breaker open"));
            save(browser, name + "-outage");
            assertThat(browser.eval("String(document.documentElement.scrollWidth <= window.innerWidth)"))
                    .as("nothing is wider than the window")
                    .isEqualTo("true");
            assertThat(browser.eval("String(document.querySelectorAll('main img').length)"))
                    .as("error text is text")
                    .isEqualTo("0");

            browser.eval("document.querySelector('.attention .task-link').click()");
            await().ignoreExceptions()
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(browser.eval("document.querySelector('dialog[open]')?.innerText"))
                            .contains("Diagnosis", "Run 1"));
            save(browser, name + "-task");
            browser.press("Escape", "Escape", 27);
            await().ignoreExceptions()
                    .atMost(PATIENCE)
                    .until(() -> browser.eval("String(document.querySelector('dialog[open]'))")
                            .equals("null"));

            RunningWeb.tasks().farSide(true);
            await().ignoreExceptions()
                    .atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(browser.eval("document.querySelector('#incidents').parentNode.innerText"))
                                    .doesNotContain("Breaker")
                                    .contains("Resolved", "Outage of depot:9090"));
            save(browser, name + "-recovered");

            aSuggestionIsOrdered(browser, name);
            assertThat(browser.loads()).as("loads of the page").isEqualTo(1);
            assertThat(browser.complaints()).isEmpty();

            whatIsInTheWayIsSaidAndGoesAway(browser, name);
            assertThat(browser.loads()).as("loads of the page").isEqualTo(1);
            assertThat(browser.requests())
                    .isNotEmpty()
                    .allSatisfy(uri -> assertThat(uri.getAuthority()).isEqualTo("localhost:" + RunningWeb.port()));
        }
    }

    private static void duplicatesAreFound(String name) throws Exception {
        RunningWeb.post(
                "/api/v1/tasks",
                "{\"id\":\"" + name + "-again\",\"type\":\"call\",\"workspace\":\"repeating\",\"payload\":\"fine\"}");
        RunningWeb.found(
                "repeating",
                new Finding(
                        Finding.Kind.DUPLICATES,
                        Finding.Level.WARNING,
                        2,
                        WorkspaceStrategy.DUPLICATE_PARKING,
                        Measured.UNKNOWN,
                        Instant.now(),
                        "2 tasks repeat others."));
    }

    private static void aSuggestionIsOrdered(Chromium browser, String name) throws Exception {
        await().ignoreExceptions()
                .atMost(PATIENCE)
                .untilAsserted(() -> browser.eval("[...document.querySelectorAll('.findings button')]"
                        + ".find(button => button.textContent === 'Set duplicates aside…').click()"));
        await().ignoreExceptions()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(browser.eval("document.querySelector('dialog[open]').innerText"))
                        .contains("repeating: 2 tasks repeat others.", "None is completed or deleted."));
        save(browser, name + "-suggestion");
        browser.eval("const fields = document.querySelector('dialog[open] form').elements;"
                + "fields.actor.value = 'ann at her " + name + "'; fields.reason.value = 'the import ran twice';"
                + "document.querySelector('dialog[open] button[type=submit]').click()");
        await().ignoreExceptions()
                .atMost(PATIENCE)
                .until(() -> browser.eval("String(document.querySelector('dialog[open]'))")
                        .equals("null"));

        String line = "Workspace repeating: DUPLICATE_PARKING by ann at her " + name
                + ": the import ran twice. 2 duplicates are set aside.";
        assertThat(RunningWeb.get("/api/v1/journal?limit=1000").body()).contains(line);
        await().ignoreExceptions()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(browser.eval("document.querySelector('#journal').parentNode.innerText"))
                        .contains("by ann at her " + name));
    }

    private static void whatIsInTheWayIsSaidAndGoesAway(Chromium browser, String name) throws Exception {
        RunningWeb.tasks().backlog(new Backlog(12_300, Instant.now().minusSeconds(41)));
        awaitNotice(browser, "Intake is behind: 12,300 events of script are not read yet, the oldest 4");
        Dependency shelf = new Dependency("<img src=x>shelf:9090");
        RunningWeb.calls(
                shelf,
                new CallHistory(
                        new Usual(150_000, 1_000, 900, 7),
                        Instant.now(),
                        List.of(),
                        new Warning(Instant.now(), 1_200, 144, Usual.NONE)));
        awaitNotice(
                browser,
                "<img src=x>shelf:9090 fails more often than usual: 144 calls of the latest 1,200, usually 1 in 150;");
        save(browser, name + "-warning");
        RunningWeb.calls(shelf, CallHistory.NONE);
        RunningWeb.storeAnswers(false);
        awaitNotice(browser, "The database has not answered since");
        save(browser, name + "-trouble");
        RunningWeb.tasks().backlog(new Backlog(0, null));
        RunningWeb.storeAnswers(true);
        await().ignoreExceptions()
                .atMost(PATIENCE)
                .until(() -> browser.eval("String(document.querySelectorAll('.notice').length)")
                        .equals("0"));
    }

    private static void awaitNotice(Chromium browser, String text) {
        await().ignoreExceptions()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(browser.eval(
                                "[...document.querySelectorAll('.notice')].map(n => n.innerText).join('\\n')"))
                        .contains(text));
    }

    /** Kept for people to look at. */
    private static void save(Chromium browser, String name) throws Exception {
        Path folder = Files.createDirectories(Path.of("target", "screenshots"));
        Files.write(folder.resolve(name + ".png"), browser.screenshot());
    }
}
