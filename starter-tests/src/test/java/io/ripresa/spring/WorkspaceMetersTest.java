package io.ripresa.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ripresa.model.WorkspaceRecord;
import io.ripresa.model.WorkspaceState;
import io.ripresa.spi.Changes;
import io.ripresa.spi.RecoveryStore;
import io.ripresa.spi.StoreException;
import io.ripresa.store.InMemoryRecoveryStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The figures of workspaces are those that were found last. */
class WorkspaceMetersTest {

    private final MeterRegistry registry = new SimpleMeterRegistry();
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private final RecoveryStore rows = new InMemoryRecoveryStore(() -> now);
    private @Nullable RuntimeException trouble;

    @BeforeEach
    void bind() {
        new WorkspaceMeters(this::store, () -> now).bindTo(registry);
    }

    private RecoveryStore store() {
        if (trouble != null) {
            throw trouble;
        }
        return rows;
    }

    private void found(String workspace, WorkspaceState state, int score) {
        WorkspaceRecord before = rows.workspaces().stream()
                .filter(row -> row.name().equals(workspace))
                .findFirst()
                .orElse(null);
        Changes changes = new Changes();
        changes.workspace(new WorkspaceRecord(
                workspace,
                state,
                List.of("Planted."),
                WorkspaceRecord.MACHINE,
                now,
                score,
                List.of(),
                before == null ? 0 : before.version()));
        assertThat(rows.commit(changes)).isEqualTo(RecoveryStore.CommitResult.APPLIED);
    }

    private double in(WorkspaceState state) {
        return registry.get("ripresa.workspaces")
                .tag("state", state.name().toLowerCase(Locale.ROOT))
                .gauge()
                .value();
    }

    private @Nullable Double score(String workspace) {
        Gauge gauge = registry.find("ripresa.workspace.score")
                .tag("workspace", workspace)
                .gauge();
        return gauge == null ? null : gauge.value();
    }

    @Test
    void workspacesAreCountedByStateAndTheirScoresTold() {
        found("shop", WorkspaceState.NEEDS_INTERVENTION, 85);
        found("depot", WorkspaceState.ACTIVE, 100);

        assertThat(in(WorkspaceState.NEEDS_INTERVENTION)).isOne();
        assertThat(in(WorkspaceState.ACTIVE)).isOne();
        assertThat(in(WorkspaceState.PAUSED)).isZero();
        assertThat(score("shop")).isEqualTo(85);
        assertThat(score("depot")).isEqualTo(100);
    }

    @Test
    void theyAreReadAgainAfterTwoSeconds() {
        found("shop", WorkspaceState.ACTIVE, 100);
        assertThat(in(WorkspaceState.ACTIVE)).isOne();
        found("shop", WorkspaceState.NEEDS_INTERVENTION, 70);

        now = now.plusMillis(1_999);
        assertThat(in(WorkspaceState.ACTIVE)).isOne();
        now = now.plusMillis(1);
        assertThat(in(WorkspaceState.ACTIVE)).isZero();
        assertThat(in(WorkspaceState.NEEDS_INTERVENTION)).isOne();
        assertThat(score("shop")).isEqualTo(70);
    }

    @Test
    void ofVeryManyThoseWithTheLowestScoresAreTold() {
        for (int i = 0; i <= WorkspaceMeters.MOST; i++) {
            found("w" + i, WorkspaceState.ACTIVE, i == 50 ? 100 : 90);
        }

        assertThat(in(WorkspaceState.ACTIVE)).isEqualTo(WorkspaceMeters.MOST + 1);
        assertThat(score("w50")).as("the best of one too many").isNull();
        assertThat(score("w0")).isEqualTo(90);
        assertThat(score("w" + WorkspaceMeters.MOST)).isEqualTo(90);
    }

    @Test
    void withoutAStoreTheLastFiguresStand() {
        found("shop", WorkspaceState.ACTIVE, 100);
        assertThat(in(WorkspaceState.ACTIVE)).isOne();
        trouble = new StoreException("the store is away", new IllegalStateException("planted"));

        now = now.plus(Duration.ofMinutes(1));
        assertThat(in(WorkspaceState.ACTIVE)).isOne();
        assertThat(score("shop")).isEqualTo(100);
    }
}
