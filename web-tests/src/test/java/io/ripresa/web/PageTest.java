package io.ripresa.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.model.JournalEntry;
import io.ripresa.model.WorkspaceState;
import io.ripresa.web.RunningWeb.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PageTest {

    private static final Path PAGE = Path.of("../web/src/main/resources/io/ripresa/web/page");

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(PAGE)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    @Test
    void thePageAndAllItsFilesAreServed() throws Exception {
        Answer page = RunningWeb.get("/");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body()).contains("./assets/app.js");
        for (Path file : files()) {
            String name = PAGE.relativize(file).toString();
            assertThat(RunningWeb.get("/assets/" + name).status()).as(name).isEqualTo(200);
        }
    }

    @Test
    void everyAnswerForbidsTheBrowserWhatThePageDoesNotNeed() throws Exception {
        for (String path : List.of("/", "/assets/app.js", "/api/v1/overview", "/api/v1/nowhere")) {
            var headers = RunningWeb.get(path).response().headers();
            assertThat(headers.firstValue("Content-Security-Policy").orElse(""))
                    .contains("default-src 'none'", "frame-ancestors 'none'")
                    .doesNotContain("unsafe");
            assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
            assertThat(headers.firstValue("Referrer-Policy")).contains("no-referrer");
        }
    }

    @Test
    void nothingOfThePageComesFromElsewhere() throws Exception {
        for (Path file : files()) {
            String name = file.getFileName().toString();
            if (name.endsWith(".txt")) {
                continue;
            }
            String text = Files.readString(file).replace("http://www.w3.org/", "");
            assertThat(text).as(name).doesNotContain("http://").doesNotContain("https://");
            assertThat(text).as(name).doesNotContain("eval(").doesNotContain("dangerouslySetInnerHTML=");
            if (name.endsWith(".html")) {
                assertThat(text)
                        .doesNotContain("<style")
                        .doesNotContain("style=")
                        .doesNotContainPattern("\\son\\w+=");
            }
        }
    }

    @Test
    void everyStateOfAWorkspaceAndEveryKindOfLineHasItsWords() throws IOException {
        String words = Files.readString(PAGE.resolve("words.js"));

        for (WorkspaceState state : WorkspaceState.values()) {
            assertThat(words).containsPattern("\\b" + state + ": \\[\"");
        }
        for (JournalEntry.Kind kind : JournalEntry.Kind.values()) {
            assertThat(words).containsPattern("\\b" + kind + ": \"");
        }
    }

    @Test
    void whatIsVendoredCarriesItsLicence() {
        assertThat(PAGE.resolve("vendor/preact.LICENSE.txt")).exists();
        assertThat(PAGE.resolve("vendor/htm.LICENSE.txt")).exists();
    }
}
