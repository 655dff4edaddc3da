package io.ripresa.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.ripresa.postgres.EmbeddedPostgres;
import io.ripresa.spi.RecoveryReadModel.DispositionCount;
import org.junit.jupiter.api.Test;

/** The bench measures what it says, on a backlog too small to say anything. */
class BenchSmokeTest {

    private static final int INCIDENTS = 10;
    private static final int TASKS_EACH = 20;

    @Test
    void bothWorldsDoTheSame() {
        try (EmbeddedPostgres server = EmbeddedPostgres.temporary()) {
            load(server, "few", new Backlog(INCIDENTS, 1));
            load(server, "many", new Backlog(INCIDENTS, TASKS_EACH));
            TickComparison comparison = new TickComparison();
            try (World few = new World(server, "few", false);
                    World many = new World(server, "many", false)) {
                assertThat(tasks(few)).isEqualTo(INCIDENTS);
                assertThat(tasks(many)).isEqualTo(INCIDENTS * TASKS_EACH);

                comparison.round(few, many);

                assertThat(comparison.reserved()).isEqualTo(INCIDENTS + " and " + INCIDENTS);
                assertThat(tasks(many)).isEqualTo(INCIDENTS * TASKS_EACH);
                String incident = many.sql
                        .texts("select id from ripresa_incident limit 1")
                        .get(0);
                PageReads.questions(incident).values().forEach(question -> question.accept(many.store));
                assertThat(new Reserver(many.store, incident).reserve()).isPositive();
            }
        }
    }

    private static void load(EmbeddedPostgres server, String database, Backlog backlog) {
        server.createDatabase(database);
        try (HikariDataSource pool = server.dataSource(database, 4)) {
            backlog.load(pool);
        }
    }

    private static long tasks(World world) {
        return world.store.dispositionCounts().stream()
                .mapToLong(DispositionCount::tasks)
                .sum();
    }
}
