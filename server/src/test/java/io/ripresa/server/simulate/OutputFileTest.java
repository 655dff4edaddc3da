package io.ripresa.server.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ripresa.server.yaml.BadFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFileTest {

    @TempDir
    Path folder;

    @Test
    void whatWasThereIsReplacedAsAWhole() throws IOException {
        Path page = Files.writeString(folder.resolve("page.html"), "what was before, and longer than what comes");

        new OutputFile("--report", page).checked().write("new");

        assertThat(page).hasContent("new");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(page);
        }
    }

    @Test
    void lookingTouchesNothing() throws IOException {
        new OutputFile("--report", folder.resolve("page.html")).checked();

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void whatCannotBeWrittenIsToldBeforehand() {
        assertThatThrownBy(() -> new OutputFile("--report", folder).checked())
                .isInstanceOf(BadFile.class)
                .hasMessage("--report " + folder + " is a folder. Give the name of a file.");
        Path lost = folder.resolve("no/such/page.html");
        assertThatThrownBy(() -> new OutputFile("--report", lost).checked())
                .isInstanceOf(BadFile.class)
                .hasMessageContaining("--report " + lost + ": there is no folder " + lost.getParent())
                .hasMessageContaining("Make it");
    }

    @Test
    void aDeviceIsWrittenToAndNotReplaced() {
        Path nowhere = Path.of("/dev/null");
        if (Files.exists(nowhere)) {
            new OutputFile("--report", nowhere).checked().write("gone");

            assertThat(Files.isRegularFile(nowhere)).isFalse();
        }
    }
}
