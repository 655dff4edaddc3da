package io.ripresa.analyze;

import static io.ripresa.analyze.BusyLine.HEAD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ripresa.model.FailureReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The table of precedents: what is read, what is refused, and how it is looked up. */
class PrecedentsFileTest {

    @Test
    void aTableThatIsNoneIsRefusedWithTheLine() {
        assertThatThrownBy(() -> Precedents.read(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("line 1");
        assertThatThrownBy(() -> Precedents.read(List.of("word\tweight")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("passing");
        assertThatThrownBy(() -> Precedents.read(List.of(HEAD, "w:a\t1", "w:b\tmuch")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("line 3")
                .hasMessageContaining("much");
        assertThatThrownBy(() -> Precedents.read(List.of(HEAD, "w:a\t1\t2\t3\t4")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("line 2");
        assertThatThrownBy(() -> Precedents.read(List.of("# of nothing", "trait\tpassing\tWEATHER")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("line 2")
                .hasMessageContaining("WEATHER");
        assertThatThrownBy(() -> Precedents.read(List.of(HEAD, "w:a\t1", "w:a\t2")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("line 3");
        for (String noTrait : List.of("", "w", "w:", "w: ", "busy")) {
            assertThatThrownBy(() -> Precedents.read(List.of(HEAD, "w:a\t1", noTrait + "\t2")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("line 3: \"" + noTrait + "\" is no trait");
        }
    }

    /** The table is looked up by hashes of parts of a text; the readable traits are the definition. */
    @Test
    void lookedUpByHashAndByTextTheSameIsFound() {
        Random random = new Random(7);
        String[] words = {
            "busy",
            "Upgrade",
            "LockTimeout",
            "503",
            "17",
            "\u00e9tat",
            "(code)",
            "x509",
            "'a'",
            "\n",
            "\u8d85\u65f6\u5931\u8d25"
        };
        for (int i = 0; i < 300; i++) {
            StringBuilder text = new StringBuilder();
            for (int w = random.nextInt(8); w >= 0; w--) {
                text.append(words[random.nextInt(words.length)]).append(random.nextBoolean() ? " " : "");
            }
            FailureReport failure = new FailureReport(
                    random.nextBoolean() ? "io.acme.LineBusyException" : null,
                    text.toString(),
                    List.of(),
                    List.of(new FailureReport.Cause("Inner", "caused by " + text, List.of())),
                    random.nextBoolean() ? 503 : null,
                    null,
                    Map.of());
            List<String> lines = new ArrayList<>(List.of(HEAD));
            double sum = 0;
            for (String trait : Traits.of(failure)) {
                if (random.nextBoolean()) {
                    int weight = random.nextInt(1, 5_000);
                    lines.add(trait + "\t" + weight);
                    sum += weight / 1_000.0;
                }
            }

            assertThat(Precedents.read(lines).passing(failure))
                    .as(text.toString())
                    .isCloseTo(sum / Math.sqrt(Traits.count(failure)), within(1e-4));
        }
    }
}
