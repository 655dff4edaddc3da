package io.ripresa.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What only the text of the sources shows: their length, what is left undone, and how tests wait. */
class SourceTextTest {

    private static final int MOST_LINES = 400;
    private static final Pattern UNDONE =
            Pattern.compile("\\b(TODO|FIXME|XXX)\\b|(?i:throw new .*not (yet )?implemented)");
    private static final Pattern BAD_TEST = Pattern.compile("Thread\\.sleep\\(|@Disabled\\b|org\\.mockito|MockitoBean");

    private record Source(Path path, List<String> lines) {
        boolean isTest() {
            return path.toString().contains("/src/test/");
        }

        /** This test and the planted violations have to say the words they are about. */
        boolean isAboutRules() {
            return path.toString().contains("/planted/") || path.toString().contains("/architecture/");
        }
    }

    private static List<Source> sources = List.of();

    @BeforeAll
    static void read() throws IOException {
        Path root = repository();
        List<Source> found = new ArrayList<>();
        try (Stream<Path> modules = Files.list(root);
                Stream<Path> samples = Files.list(root.resolve("samples"))) {
            for (Path module : Stream.concat(modules, samples)
                    .filter(path -> Files.isDirectory(path.resolve("src")))
                    .sorted()
                    .toList()) {
                try (Stream<Path> files = Files.walk(module.resolve("src"))) {
                    for (Path file : files.filter(path -> path.toString().endsWith(".java"))
                            .sorted()
                            .toList()) {
                        found.add(new Source(root.relativize(file), Files.readAllLines(file, StandardCharsets.UTF_8)));
                    }
                }
            }
        }
        sources = found;
    }

    /** Tests run in the directory of their module. */
    private static Path repository() {
        Path here = Path.of("").toAbsolutePath();
        return Files.isDirectory(here.resolve("core"))
                ? here
                : here.resolveSibling("core").getParent();
    }

    @Test
    void sourcesOfEveryModuleAreRead() {
        assertThat(sources.stream().map(source -> source.path().getName(0).toString()))
                .contains(
                        "core",
                        "tck",
                        "simulation",
                        "store-jdbc",
                        "worker",
                        "web",
                        "spring-boot-starter",
                        "samples",
                        "server");
    }

    @Test
    void filesStayShortEnoughToReadInOneGo() {
        assertThat(sources.stream()
                        .filter(source -> source.lines().size() > MOST_LINES)
                        .map(source -> source.path() + " has " + source.lines().size() + " lines"))
                .as("at most %d lines: split by what changes for different reasons", MOST_LINES)
                .isEmpty();
    }

    @Test
    void nothingIsLeftUndone() {
        assertThat(lines(sources.stream().filter(source -> !source.isAboutRules()), UNDONE))
                .isEmpty();
    }

    @Test
    void testsNeitherSleepNorMockNorAreSwitchedOff() {
        assertThat(lines(sources.stream().filter(Source::isTest).filter(source -> !source.isAboutRules()), BAD_TEST))
                .as("use virtual time, real databases and sockets, or Awaitility")
                .isEmpty();
    }

    private static List<String> lines(Stream<Source> among, Pattern pattern) {
        List<String> found = new ArrayList<>();
        among.forEach(source -> {
            for (int i = 0; i < source.lines().size(); i++) {
                if (pattern.matcher(source.lines().get(i)).find()) {
                    found.add(source.path() + ":" + (i + 1) + ": "
                            + source.lines().get(i).strip());
                }
            }
        });
        return found;
    }
}
