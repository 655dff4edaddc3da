package io.ripresa.analyze;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.analyze.IncidentTexts.Template;
import io.ripresa.model.FailureKind;
import io.ripresa.model.FailureReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Failures of one cause become one incident, and those of two become two. */
class GroupingTest {

    private static final Instant ENDED = Instant.parse("2026-11-23T10:00:00Z");
    private static final int OCCURRENCES = 25;

    private final RecoveryAnalysisEngine engine = RecoveryAnalysisEngine.create();

    /** A failure, which incident it belongs to, and the cause that it was given. */
    private record Grouped(String incident, String cause, FailureReport failure) {}

    private String cause(FailureReport failure) {
        return engine.analyze(Fixtures.singleCall(), null, failure, FailureKind.REPORTED, ENDED)
                .cause(Fixtures.singleCall())
                .id();
    }

    private List<Grouped> world(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Grouped> all = new ArrayList<>();
        for (int i = 0; i < IncidentTexts.DEFECTS.size(); i++) {
            for (int n = 0; n < OCCURRENCES; n++) {
                add(all, "defect " + i, IncidentTexts.DEFECTS.get(i), "unused.acme.com:1", random);
            }
        }
        for (int outage = 0; outage < 8; outage++) {
            String host = "svc-" + (char) ('a' + outage) + ".acme.com:" + (8000 + random.nextInt(4) * 10);
            for (int n = 0; n < OCCURRENCES * 2; n++) {
                Template template = IncidentTexts.OUTAGE.get(random.nextInt(IncidentTexts.OUTAGE.size()));
                add(all, "outage of " + host, template, host, random);
            }
        }
        for (int provider = 0; provider < 3; provider++) {
            String host = "model-" + (char) ('a' + provider) + ".acme.com:8443";
            for (int n = 0; n < OCCURRENCES; n++) {
                add(all, "too often " + host, IncidentTexts.TOO_OFTEN, host, random);
                add(all, "not paid " + host, IncidentTexts.NOT_PAID, host, random);
            }
        }
        return all;
    }

    private void add(List<Grouped> all, String incident, Template template, String host, SplittableRandom random) {
        FailureReport failure = IncidentTexts.fill(template, host, random);
        all.add(new Grouped(incident, cause(failure), failure));
    }

    private static long pairs(long members) {
        return members * (members - 1) / 2;
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 20261126})
    void groupsAreIncidents(long seed) {
        List<Grouped> all = world(seed);
        Map<String, Long> byIncident = new TreeMap<>();
        Map<String, Long> byCause = new TreeMap<>();
        Map<String, Long> both = new TreeMap<>();
        Map<String, List<String>> causes = new TreeMap<>();
        for (Grouped each : all) {
            byIncident.merge(each.incident(), 1L, Long::sum);
            byCause.merge(each.cause(), 1L, Long::sum);
            both.merge(each.incident() + " " + each.cause(), 1L, Long::sum);
            causes.computeIfAbsent(each.incident(), i -> new ArrayList<>());
            if (!causes.getOrDefault(each.incident(), List.of()).contains(each.cause())) {
                causes.getOrDefault(each.incident(), new ArrayList<>()).add(each.cause());
            }
        }
        long right = both.values().stream().mapToLong(GroupingTest::pairs).sum();
        double precision = right
                / (double)
                        byCause.values().stream().mapToLong(GroupingTest::pairs).sum();
        double recall = right
                / (double) byIncident.values().stream()
                        .mapToLong(GroupingTest::pairs)
                        .sum();
        double f1 = 2 * precision * recall / (precision + recall);
        Map<String, Integer> split = new HashMap<>();
        causes.forEach((incident, those) -> {
            if (those.size() > 1) {
                split.put(incident, those.size());
            }
        });

        assertThat(f1)
                .as("seed %d: precision %.3f, recall %.3f, split %s", seed, precision, recall, split)
                .isGreaterThanOrEqualTo(0.95);
    }

    @Test
    void refusedResetAndUnavailableOfOneDependencyJoin() {
        SplittableRandom random = new SplittableRandom(7);

        assertThat(IncidentTexts.OUTAGE.stream()
                        .map(template -> cause(IncidentTexts.fill(template, "pay.acme.com:8080", random)))
                        .distinct())
                .containsExactly("gate:pay.acme.com:8080");
    }

    @Test
    void aRateAndABillOfOneProviderDoNotJoin() {
        SplittableRandom random = new SplittableRandom(7);

        assertThat(cause(IncidentTexts.fill(IncidentTexts.TOO_OFTEN, "model.acme.com:443", random)))
                .isNotEqualTo(cause(IncidentTexts.fill(IncidentTexts.NOT_PAID, "model.acme.com:443", random)));
    }
}
