package io.ripresa.server.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ripresa.analyze.Classification;
import io.ripresa.analyze.FailureClassifier;
import io.ripresa.analyze.RuleSet;
import io.ripresa.model.Category;
import io.ripresa.model.FailureReport;
import io.ripresa.model.Recoverability;
import io.ripresa.server.yaml.BadFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleFileTest {

    @TempDir
    Path folder;

    private RuleFile read(String yaml) {
        try {
            return RuleFile.read(Files.writeString(folder.resolve("rules.yaml"), yaml));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String rule(String id, String more) {
        return "  - id: " + id + "\n    source: the ledger's handbook\n    category: SERVICE_UNAVAILABLE\n"
                + "    recoverability: AUTO\n" + more;
    }

    private static Classification classify(RuleFile file, FailureReport report) {
        return new FailureClassifier(file.rules()).classify(report);
    }

    @Test
    void everyKeyOfAConditionIsRead() {
        RuleFile file = read("""
                rules:
                  - id: ledger.closed
                    source: ledger handbook, section 4
                    when:
                      type: [LedgerClosedException, ERR_LEDGER]
                      type-ends: LedgerClosedException
                      type-says: [ledger closed]
                      says: ["ledger # is closed", period .. over]
                      status: [409, 500-503]
                      answered: true
                      sqlstate: ["57P03", "08"]
                      runtime: [java, python]
                      attribute: target
                      frame: com.acme.Ledger
                      any:
                        - says: tonight
                        - says: tomorrow
                      not:
                        says: for ever
                      anywhere:
                        type: LedgerClosedException
                    category: service-unavailable
                    recoverability: auto
                    not-processed: true
                """);
        FailureReport report = new FailureReport(
                "com.acme.LedgerClosedException",
                "Ledger 7 is closed tonight",
                List.of("at com.acme.Ledger.book(Ledger.java:1)"),
                List.of(),
                503,
                "57P03",
                Map.of(FailureReport.RUNTIME, "java", FailureReport.TARGET, "ledger:443"));

        Classification result = classify(file, report);

        assertThat(result.rules()).first().isEqualTo("ledger.closed");
        assertThat(result.category()).isEqualTo(Category.SERVICE_UNAVAILABLE);
        assertThat(result.notProcessed()).isTrue();
        FailureReport other = new FailureReport(
                report.type(),
                "Ledger 7 is closed for ever, tonight",
                report.stack(),
                List.of(),
                503,
                "57P03",
                report.attributes());
        assertThat(classify(file, other).rules()).doesNotContain("ledger.closed");
    }

    @Test
    void aDatabasesOwnNumberIsRead() {
        RuleFile file = read("rules:\n" + rule("own.1205", "    when: {vendor: mysql, vendor-code: [7001, 7002]}\n"));
        FailureReport report = FailureReport.of("com.mysql.cj.X", "m").with(FailureReport.VENDOR_CODE, "7002");

        assertThat(classify(file, report).rules()).first().isEqualTo("own.1205");
    }

    @Test
    void aRuleOfOnesOwnIsNotHeldAgainstPrecedents() {
        RuleFile file = read("""
                rules:
                  - id: ledger.rights
                    source: ledger handbook, section 7
                    when: {says: permission denied for ledger}
                    category: SERVICE_UNAVAILABLE
                    recoverability: AUTO
                """);

        assertThat(classify(file, FailureReport.of(null, "permission denied for ledger: invalid credentials")))
                .returns(Recoverability.AUTO, Classification::recoverability)
                .returns("ledger.rights", each -> each.rules().get(0))
                .returns(false, each -> each.rules().contains(FailureClassifier.PRECEDENTS_LASTING));
    }

    @Test
    void aRuleGoesWhereItSays() {
        RuleFile file = read("rules:\n"
                + rule("own.first", "    when: {says: one of ours}\n")
                + rule("own.before", "    when: {says: two of ours}\n    place: before net.refused\n")
                + rule("own.after", "    when: {says: three of ours}\n    place: after own.before\n")
                + rule("net.reset", "    when: {says: four of ours}\n    place: instead of net.reset\n")
                + rule("own.last", "    when: {says: five of ours}\n    place: last\n"));
        List<String> ids = file.rules().rules().stream().map(r -> r.id()).toList();

        assertThat(ids).first().isEqualTo("own.first");
        assertThat(ids).last().isEqualTo("own.last");
        assertThat(ids).containsSubsequence("own.before", "own.after", "net.refused");
        assertThat(ids).hasSize(RuleSet.builtIn().rules().size() + 4);
        assertThat(file.rules().version()).isNotEqualTo(RuleSet.builtIn().version());
        assertThat(classify(file, FailureReport.of(null, "four of ours")).rules())
                .containsExactly("net.reset");
    }

    @Test
    void whatIsOverriddenIsSaid() {
        RuleFile file = read("""
                rules:
                  - id: own.evicted
                    source: our cluster's handbook
                    when: {type: [OOMKilled], says: ["x y z"]}
                    category: UNKNOWN
                    recoverability: UNKNOWN
                  - id: own.limit
                    source: our provider answers 402 for a minute
                    when: {status: 402}
                    category: RATE_LIMIT
                    recoverability: AUTO
                """);

        assertThat(file.notes())
                .singleElement()
                .asString()
                .contains("built-in rule http.402 can no longer decide", "own.limit");
        assertThat(classify(file, FailureReport.http(402, "wait", Map.of())).recoverability())
                .isEqualTo(Recoverability.AUTO);
    }

    @Test
    void secretsOfOnesOwnAreTakenOut() {
        RuleFile file = read("""
                redact:
                  - prefix: acme_
                    at-least: 8
                  - name: X-Acme-Proof
                """);

        assertThat(file.redactor().redact("key acme_12345678 X-Acme-Proof: abc password=x acme_1"))
                .isEqualTo("key [redacted] X-Acme-Proof: [redacted] password=[redacted] acme_1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "when: {tpye: A} | unknown key \"rules[own.a].when.tpye\". Did you mean \"rules[own.a].when.type\"?",
                "when: {} | has no condition. Give at least one of type",
                "when: {status: 700} | gives \"status\" the value \"700\". Give 503 or 500-599.",
                "when: {says: '.. refused'} | does not begin with a word",
                "when: {type-ends: Ex} | too short; give it 4",
                "when: {says: []} | no value. Give at least one",
                "when: {vendor: mysql, vendor-code: abc} | the value \"abc\". Give the database's error number",
                "when: {vendor: mysqll, vendor-code: 1} | the value \"mysqll\". Give one of mysql",
                "when: {type: A};place: before net.refusd | did you mean \"net.refused\"?",
                "when: {type: A};place: somewhere | Give first, last",
                "when: {type: A};place: before | Name a rule behind it",
                "when: {type: A};recoverability: NEVER | gives \"rules[0].recoverability\" twice",
                "when: {status: 503};place: last | lets rule \"own.a\" never decide: in front of it, http.503 hold",
                "when: {type: A};not-processed: perhaps | Give true or false",
                "whenn: {type: A} | Did you mean \"rules[0].when\"?",
            })
    void whatIsWrongIsToldWithFileLineRuleAndFix(String keys, String message) {
        String lines = "    " + keys.replace(";", "\n    ") + "\n";

        assertThatThrownBy(() -> read("rules:\n" + rule("own.a", lines)))
                .isInstanceOf(BadFile.class)
                .hasMessageStartingWith("Rule file " + folder.resolve("rules.yaml") + " line ")
                .hasMessageContaining(message);
    }

    @Test
    void idsAreUnique() {
        assertThatThrownBy(() -> read(
                        "rules:\n" + rule("own.a", "    when: {type: A}\n") + rule("own.a", "    when: {type: B}\n")))
                .hasMessageContaining("line 7")
                .hasMessageContaining("uses the rule id \"own.a\" again, after line 2");
        assertThatThrownBy(() -> read("rules:\n" + rule("net.refused", "    when: {type: A}\n")))
                .hasMessageContaining("of a built-in rule", "instead of net.refused");
    }

    @Test
    void idsThatTellThatNoRuleDecidedAreRefused() {
        assertThatThrownBy(() -> read("rules:\n" + rule("precedents.passing", "    when: {type: A}\n")))
                .isInstanceOf(BadFile.class)
                .hasMessageContaining("\"precedents.\"")
                .hasMessageContaining("give another");
    }

    @Test
    void rulesThatContradictEachOtherAreRefused() {
        assertThatThrownBy(() -> read("rules:\n"
                        + rule("own.a", "    when: {says: ledger closed}\n")
                        + rule("own.b", "    when: {says: ledger closed}\n").replace("SERVICE_UNAVAILABLE", "TIMEOUT")))
                .hasMessageContaining("gives rule \"own.b\" the condition of own.a, and another result");
        assertThatThrownBy(() ->
                        read("rules:\n" + rule("own.a", "    when: {type: A}\n").replace("AUTO", "UNKNOWN")))
                .hasMessageContaining("UNKNOWN goes with UNKNOWN only");
    }

    @Test
    void theExampleOfTheDocumentationIsRead() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "diagnosis.md"));
        int from = page.indexOf("```yaml\n") + 8;
        RuleFile file = read(page.substring(from, page.indexOf("```", from)));

        assertThat(classify(file, FailureReport.of("LedgerClosedError", "ledger 7 is closed"))
                        .rules())
                .first()
                .isEqualTo("ledger.closed");
        assertThat(file.redactor().redact("X-Acme-Proof: 1")).isEqualTo("X-Acme-Proof: [redacted]");
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> RuleFile.read(folder.resolve("none.yaml")))
                .isInstanceOf(BadFile.class)
                .hasMessageContaining("none.yaml does not exist");
    }
}
