package io.ripresa.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What proves that a process has ended, on a {@code /proc} of the test's own. */
@EnabledOnOs(OS.LINUX)
class OsProcessTest {

    private static final long OTHER = 4_711;

    @TempDir
    Path proc;

    private OsProcess other;

    @BeforeEach
    void machine() throws IOException {
        Files.createDirectories(proc.resolve("self/ns"));
        Files.createDirectories(proc.resolve("sys/kernel/random"));
        boot("5fd3");
        numbersOf("pid:[4026531836]");
        process(ProcessHandle.current().pid(), 100);
        process(OTHER, 200);
        OsProcess self = OsProcess.seenIn(proc);
        assertThat(self.born()).isEqualTo(100);
        other = new OsProcess(self.place(), OTHER, 200);
    }

    private void boot(String id) throws IOException {
        Files.writeString(proc.resolve("sys/kernel/random/boot_id"), id + "\n");
    }

    private void numbersOf(String namespace) throws IOException {
        Path link = proc.resolve("self/ns/pid");
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, Path.of(namespace));
    }

    private void process(long pid, long born) throws IOException {
        Path folder = Files.createDirectories(proc.resolve(Long.toString(pid)));
        Files.writeString(
                folder.resolve("stat"),
                pid + " (java) ) x) S 1 2 3 0 -1 4194304 99 0 0 0 0 0 0 0 20 0 1 0 " + born + " 3133440 389\n");
    }

    private void ended(long pid) throws IOException {
        Files.delete(proc.resolve(pid + "/stat"));
    }

    @Test
    void oneThatIsThereLives() {
        assertThat(other.isGone(proc)).isFalse();
    }

    @Test
    void oneThatIsNotThereIsGone() throws IOException {
        ended(OTHER);
        assertThat(other.isGone(proc)).isTrue();
    }

    @Test
    void oneWhoseNumberBelongsToALaterProcessIsGone() throws IOException {
        process(OTHER, 201);
        assertThat(other.isGone(proc)).isTrue();
    }

    @Test
    void afterARestartOfTheMachineOrOnAnotherOneNothingIsProven() throws IOException {
        ended(OTHER);
        boot("77aa");
        assertThat(other.isGone(proc)).isFalse();
    }

    @Test
    void inAnotherContainerNothingIsProven() throws IOException {
        ended(OTHER);
        numbersOf("pid:[4026532000]");
        assertThat(other.isGone(proc)).isFalse();
    }

    @Test
    void withoutAWordOfTheOperatingSystemNothingIsProven() throws IOException {
        ended(OTHER);
        Files.delete(proc.resolve("sys/kernel/random/boot_id"));
        assertThat(other.isGone(proc)).isFalse();
        OsProcess self = OsProcess.seenIn(proc);
        assertThat(self.place()).isEmpty();
        assertThat(new OsProcess(self.place(), OTHER, 200).isGone(proc)).isFalse();
    }

    @Test
    void thisProcessLives() {
        OsProcess self = OsProcess.current();
        assertThat(self.place()).isNotEmpty();
        assertThat(self.isGone()).isFalse();
        assertThat(new OsProcess(self.place(), self.pid(), self.born() + 1).isGone())
                .isTrue();
    }
}
