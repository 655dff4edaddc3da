package io.ripresa.server.policies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ripresa.model.Category;
import io.ripresa.model.Policy;
import io.ripresa.policy.PolicyKey;
import io.ripresa.policy.PolicyOverride;
import io.ripresa.server.yaml.BadFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyFileTest {

    @TempDir
    Path folder;

    private List<PolicyOverride> read(String yaml) {
        try {
            return PolicyFile.read(Files.writeString(folder.resolve("policies.yaml"), yaml), Policy.DEFAULT)
                    .book()
                    .overrides();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void everyScopeAndKeyIsRead() {
        List<PolicyOverride> overrides = read("""
                policies:
                  - workspace: orders
                    type: invoice
                    category: rate-limit
                    dependency: Payments.example:443
                    mode: OFF
                    rollout-percent: 10
                    attempts:
                      limit: 2
                      back-off: [1m, 1h 30m]
                      keep-last-for: 6h
                  - dependency: payments.example:443
                    canaries: {shortest: 10s, longest: 2m, share: 0.02}
                    ramp: {first-rate: 1, doubles-to: 2, growth: 1.1, cut: 0.5, max-in-flight: 20}
                """);
        assertThat(overrides).hasSize(2);
        assertThat(overrides.get(0).scope().category()).isEqualTo(Category.RATE_LIMIT);
        assertThat(overrides.get(0).scope())
                .hasToString("workspace orders, type invoice, category RATE_LIMIT, dependency payments.example:443");
        assertThat(overrides.get(0).values())
                .containsEntry(PolicyKey.MODE, "OFF")
                .containsEntry(PolicyKey.BACK_OFF, "1m, 1h 30m");
        Set<PolicyKey> read = EnumSet.copyOf(overrides.get(0).values().keySet());
        read.addAll(overrides.get(1).values().keySet());
        assertThat(read).containsExactlyInAnyOrder(PolicyKey.values());
        assertThat(read("policies: []\n")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            polices: []                                              | line 1 | "polices" | Did you mean "policies"?
            policies: [{workspace: a, mod: OFF}]                     | line 1 | "policies[0].mod" | "policies[0].mode"?
            policies: [{workspace: a, attempts: {limits: 2}}]        | line 1 | limits | "policies[0].attempts.limit"?
            policies: [{workspace: a, mode: ON}]                     | line 1 | "mode" the value "ON" | OBSERVE
            policies: [{workspace: a, attempts: {limit: 4}}]         | line 1 | "attempts.limit" the value "4" | from 1 to 3
            policies: [{category: rain, mode: OFF}]                  | line 1 | "rain" | network
            policies: [{mode: OFF}]                                  | line 1 | names neither | Name at least one
            policies: [{workspace: a}]                               | line 1 | workspace a sets nothing | or remove it
            policies: [{workspace: a, ramp: {cut: 0.5}}]             | line 1 | "ramp.cut" to "0.5" | dependency alone
            policies: [{dependency: "d:1", canaries: {longest: 2s}}] | line 1 | PT2S | Set both
            policies: 7                                              | line 1 | no list | "- "
            """)
    void whatIsWrongIsNamedWithLineKeyValueAndFix(String yaml, String line, String what, String fix) {
        assertThatThrownBy(() -> read(yaml)).isInstanceOf(BadFile.class).hasMessageContainingAll(line, what, fix);
    }

    @Test
    void theSameScopeTwiceIsToldWithItsLine() {
        assertThatThrownBy(() -> read("policies:\n- {type: a, mode: OFF}\n- type: a\n  mode: ACT\n"))
                .hasMessageContainingAll("line 3", "type a, as override 1 is", "into one");
    }

    @Test
    void aFileThatIsNotThereOrEmptySaysWhatToDo() {
        assertThatThrownBy(() -> PolicyFile.read(folder.resolve("none.yaml"), Policy.DEFAULT))
                .hasMessageContainingAll("none.yaml", "does not exist", "policies:");
        assertThatThrownBy(() -> read("")).hasMessageContaining("policies: []");
    }

    /** Every example of the manual is read as it stands, and together they show every key. */
    @Test
    void theManualsExamplesAreRight() throws IOException {
        String manual = Files.readString(manual());
        Matcher example = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL).matcher(manual);
        Set<PolicyKey> shown = EnumSet.noneOf(PolicyKey.class);
        List<String> read = new ArrayList<>();
        while (example.find()) {
            read.add(example.group(1));
            read(example.group(1)).forEach(each -> shown.addAll(each.values().keySet()));
        }
        assertThat(read).hasSizeGreaterThanOrEqualTo(3);
        assertThat(shown).containsExactlyInAnyOrder(PolicyKey.values());
        for (PolicyKey key : PolicyKey.values()) {
            assertThat(manual).contains("`" + key.written() + "`");
        }
    }

    private static Path manual() {
        Path here = Path.of("docs", "policies.md");
        return Files.exists(here) ? here : Path.of("..").resolve(here);
    }
}
