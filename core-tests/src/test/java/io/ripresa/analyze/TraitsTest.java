package io.ripresa.analyze;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.model.FailureReport;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What a failure looks like to precedents. */
class TraitsTest {

    private static Set<String> of(String kind, FailureReport failure) {
        return Traits.of(failure).stream()
                .filter(trait -> trait.startsWith(kind + ":"))
                .map(trait -> trait.substring(2))
                .collect(Collectors.toSet());
    }

    @Test
    void joinedNamesAreReadAsWords() {
        FailureReport failure = FailureReport.of("java.net.SocketTimeoutException", "");

        assertThat(of("n", failure)).containsExactlyInAnyOrder("java", "net", "socket", "timeout", "exception");
        assertThat(of("p", failure)).contains("socket timeout", "timeout exception", "exception |");
    }

    @Test
    void numbersAreAllAlikeButForWhatMayBeAStatus() {
        assertThat(of("w", FailureReport.of(null, "17 of 3000 got 503 after 12:45 from s3")))
                .containsExactlyInAnyOrder("0", "of", "got", "503", "after", "from", "s", "|");
    }

    @Test
    void wordsStandInLowerCaseWhateverIsBetweenThem() {
        assertThat(of("p", FailureReport.of(null, "Connection \n REFUSED: \"Peer\"")))
                .contains("connection refused", "refused peer");
    }

    @Test
    void eachThreeWordsInARowAndEachTwoThatAreNearAreTraits() {
        FailureReport failure =
                FailureReport.of(null, "one two three four five six seven eight nine ten eleven twelve");

        assertThat(of("t", failure)).contains("| one two", "one two three", "ten eleven twelve");
        assertThat(of("a", failure))
                .contains("one three", "one eleven", "two twelve")
                .doesNotContain("one two", "three one", "one twelve");
    }

    @Test
    void howAMessageBeginsAndEndsIsTold() {
        FailureReport failure = FailureReport.of("LineError", "call to 4711 failed");

        assertThat(of("f", failure)).containsExactlyInAnyOrder("call", "call to");
        assertThat(of("l", failure)).containsExactlyInAnyOrder("failed", "0 failed");
        assertThat(of("l", FailureReport.of("LineError", "failed"))).containsExactly("failed");
        assertThat(of("f", FailureReport.of("LineError", ""))).isEmpty();
    }

    @Test
    void longWordsHaveBeginningsAndEndings() {
        FailureReport failure = FailureReport.of(null, "lease retried Verbindungsfehler");

        assertThat(of("b", failure)).containsExactlyInAnyOrder("retri", "verbi");
        assertThat(of("e", failure)).containsExactlyInAnyOrder("tried", "ehler");
    }

    @Test
    void eachIdeographIsAWord() {
        FailureReport failure = FailureReport.of(null, "请求timeout超时");

        assertThat(of("w", failure)).containsExactlyInAnyOrder("请", "求", "timeout", "超", "时", "|");
        assertThat(of("p", failure)).contains("超 时");
    }

    @Test
    void theStatusCountsAndOfAChainItsRoot() {
        FailureReport failure = new FailureReport(
                "Wrapped",
                "",
                List.of(),
                List.of(new FailureReport.Cause("DiskFull", "no space left", List.of())),
                507,
                null,
                Map.of());

        assertThat(of("s", failure)).containsExactlyInAnyOrder("507", "5");
        assertThat(of("w", failure)).contains("disk", "full", "space").doesNotContain("wrapped");
    }

    @Test
    void theCallersOwnAddressIsTold() {
        assertThat(of("w", FailureReport.of(null, "connect 127.0.0.1:5432"))).contains("localhost");
        assertThat(of("w", FailureReport.of(null, "connect 10.0.0.5:443"))).doesNotContain("localhost", "443");
    }

    @Test
    void noTextHasFewTraitsAndALongOneIsReadAsFarAsRulesReadIt() {
        assertThat(Traits.of(FailureReport.of(null, ""))).containsExactlyInAnyOrder("w:|");
        String longText = "word ".repeat(10_000) + "end";

        assertThat(of("w", FailureReport.of(null, longText))).contains("word", "end");
        assertThat(of("w", FailureReport.of(null, "x ".repeat(9_000) + "middle " + "y ".repeat(9_000))))
                .doesNotContain("middle");
    }
}
