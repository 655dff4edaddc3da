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
    void fiveCharactersInARowCrossTheEndsOfWords() {
        assertThat(of("g", FailureReport.of(null, "no route"))).contains("no ro", "o rou", " rout", "route");
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
    void noCharacterIsCutInTwo() {
        assertThat(of("g", FailureReport.of(null, "ab\uD83D\uDE00cdefgh")))
                .noneMatch(gram -> Character.isLowSurrogate(gram.charAt(0))
                        || Character.isHighSurrogate(gram.charAt(gram.length() - 1)));
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
