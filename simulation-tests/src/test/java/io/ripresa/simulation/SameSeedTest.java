package io.ripresa.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SameSeedTest {

    private static final long[] SEEDS = LongStream.range(0, 16).toArray();

    @BeforeAll
    static void quiet() {
        Quiet.down();
    }

    private static List<String> hashes() {
        List<String> hashes = new ArrayList<>();
        for (long seed : SEEDS) {
            hashes.add(seed + " " + Simulation.run(seed).journalHash());
        }
        return hashes;
    }

    @Test
    void theSameSeedHasTheSameJournalInOneJvm() {
        assertThat(hashes()).isEqualTo(hashes()).doesNotHaveDuplicates();
    }

    /** Iteration order of immutable sets and maps, and identity hashes, differ from JVM to JVM. */
    @Test
    void theSameSeedHasTheSameJournalInAnotherJvm() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UnlockExperimentalVMOptions",
                "-XX:hashCode=3",
                "-cp",
                System.getProperty("java.class.path"),
                JournalHashes.class.getName()));
        for (long seed : SEEDS) {
            command.add(Long.toString(seed));
        }
        Process other = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(other.waitFor()).isZero();
        assertThat(output.lines().toList()).isEqualTo(hashes());
    }
}
