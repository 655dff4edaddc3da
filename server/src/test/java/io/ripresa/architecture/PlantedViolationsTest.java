package io.ripresa.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A rule that cannot fail is no rule: each one finds what was planted for it, and no more. */
class PlantedViolationsTest {

    private static final JavaClasses PLANTED = new ClassFileImporter().importPackages("planted");

    private static List<String> violations(String rule, AllowedCalls.Allowed... allowed) {
        var found = new ArchitectureRules("planted", List.of(allowed)).all().get(rule);
        assertThat(found).as("rule named '%s'", rule).isNotNull();
        return found.apply(PLANTED);
    }

    @Test
    void packageArrows() {
        assertThat(violations("packages use only the packages below them"))
                .anySatisfy(line -> assertThat(line).contains("'model' must not use 'policy'"))
                .anySatisfy(line -> assertThat(line).contains("'detect' must not use 'policy'"))
                .anySatisfy(line -> assertThat(line).contains("'model' must not use the facade"))
                .anySatisfy(line -> assertThat(line).contains("'jdbc' must not use 'worker'"))
                .anySatisfy(line -> assertThat(line).contains("package 'attic' has no row"))
                .noneSatisfy(line -> assertThat(line).startsWith("planted.policy."));
    }

    @Test
    void cycles() {
        assertThat(violations("packages are free of cycles"))
                .singleElement()
                .asString()
                .contains("Slice model", "Slice policy");
    }

    @Test
    void coreDependencies() {
        assertThat(violations("core needs nothing but the JDK and JSpecify"))
                .containsExactly("planted.model.Reaching uses picocli.CommandLine: core has no dependencies");
    }

    @Test
    void springFree() {
        assertThat(violations("Spring stays in web, starter and server"))
                .containsExactly(
                        "planted.jdbc.Reaching uses org.springframework.core.env.Environment: wire it in the starter");
    }

    @Test
    void bannedCalls() {
        List<String> lines = violations("time, chance and threads come through the constructor");
        assertThat(lines.stream().map(line -> line.replaceAll("^planted\\.\\S+ calls (.*) \\(line.*", "$1")))
                .containsExactlyInAnyOrderElementsOf(
                        BannedCall.ALL.stream().map(BannedCall::name).toList());
        assertThat(lines).noneSatisfy(line -> assertThat(line).contains("planted.web."));
    }

    @Test
    void anAllowanceLiftsOneCallInOneClass() {
        var allowed = new AllowedCalls.Allowed("planted.worker.Clocks", "Instant.now", "shows that it can");
        assertThat(violations("time, chance and threads come through the constructor", allowed))
                .noneSatisfy(line -> assertThat(line).contains("Instant.now"))
                .anySatisfy(line -> assertThat(line).contains("System.nanoTime"));
        assertThat(violations("allowed calls are all in use", allowed)).isEmpty();
    }

    @Test
    void staleAllowances() {
        var allowed = new AllowedCalls.Allowed("planted.worker.Gone", "Instant.now", "was needed once");
        assertThat(violations("allowed calls are all in use", allowed))
                .containsExactly("planted.worker.Gone no longer calls Instant.now: remove it from AllowedCalls");
    }

    @Test
    void suffixes() {
        assertThat(violations("class names are precise nouns"))
                .containsExactly("planted.web.TaskManager ends in Manager: name what it is");
    }

    @Test
    void longConstructors() {
        assertThat(violations("constructors take at most 7 parameters"))
                .containsExactly("planted.attic.Forgotten takes 8 parameters: group what belongs together");
    }

    @Test
    void nullMarked() {
        assertThat(violations("every package is @NullMarked"))
                .contains("planted.web: add package-info.java with @NullMarked")
                .doesNotContain("planted.model: add package-info.java with @NullMarked");
    }

    @Test
    void standardStreams() {
        assertThat(violations("libraries do not print"))
                .containsExactly("planted.model.Reaching writes to System.out: use a System.Logger");
    }
}
