package io.ripresa.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SameSeedTest {

    private static final long SEEDS = 24;

    /** In a JVM of their own, which takes its time to start. */
    private static final int SEEDS_ELSEWHERE = 16;

    private static List<String> alone = List.of();

    @BeforeAll
    static void oneAfterAnother() {
        Quiet.down();
        alone = LongStream.range(0, SEEDS).mapToObj(SameSeedTest::hash).toList();
    }

    private static String hash(long seed) {
        return seed + " " + Simulation.run(seed).journalHash();
    }

    @Test
    void theSameSeedHasTheSameJournalInOneJvmWhateverRunsBesideIt() throws InterruptedException {
        Map<Long, String> hashes = new ConcurrentSkipListMap<>();

        SideBySide.run(LongStream.range(0, SEEDS), seed -> hashes.put(seed, hash(seed)));

        assertThat(hashes.values()).containsExactlyElementsOf(alone).doesNotHaveDuplicates();
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
        for (int seed = 0; seed < SEEDS_ELSEWHERE; seed++) {
            command.add(Integer.toString(seed));
        }
        Process other = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(other.waitFor()).isZero();
        assertThat(output.lines().toList()).isEqualTo(alone.subList(0, SEEDS_ELSEWHERE));
    }
}
