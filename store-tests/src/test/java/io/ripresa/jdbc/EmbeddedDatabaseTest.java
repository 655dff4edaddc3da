package io.ripresa.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ripresa.model.JournalEntry;
import io.ripresa.model.TaskKey;
import io.ripresa.spi.Changes;
import io.ripresa.spi.RecoveryStore;
import io.ripresa.spi.StoreException;
import io.ripresa.tck.ManualClock;
import io.ripresa.tck.Rows;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The embedded database: what it survives, and what it says when it cannot be opened. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class EmbeddedDatabaseTest {

    @TempDir
    Path folder;

    /**
     * A commit that was acknowledged outlives {@code kill -9}. Tried once with H2's own write delay instead of 0: of
     * the first 149 acknowledged commits 132 were left, and this test failed.
     */
    @Test
    void every_acknowledged_commit_outlives_the_death_of_its_process() throws Exception {
        for (int kill = 1; kill <= 2; kill++) {
            Path each = folder.resolve("store-" + kill);
            Process writer = AcknowledgingWriter.start("write", each);
            List<String> said = new ArrayList<>();
            try (BufferedReader out = writer.inputReader(StandardCharsets.UTF_8)) {
                for (String line = out.readLine(); line != null; line = out.readLine()) {
                    said.add(line);
                    if (said.size() == 150 * kill) {
                        // The process's own method would close its output, of which the rest is still to be read.
                        writer.toHandle().destroyForcibly();
                    }
                }
            }
            assertThat(writer.waitFor()).as("killed, not ended").isNotZero();
            int lastAcknowledged = said.size() - 1;
            assertThat(said.get(said.size() - 1)).isEqualTo(Integer.toString(lastAcknowledged));
            assertThat(lastAcknowledged).isGreaterThanOrEqualTo(150 * kill - 1);

            try (EmbeddedDatabase database = EmbeddedDatabase.open(each)) {
                RecoveryStore store = new JdbcRecoveryStore(database.dataSource());
                List<String> kept = store.journalAfter(0, Integer.MAX_VALUE).stream()
                        .map(JournalEntry::text)
                        .toList();
                List<String> acknowledged = new ArrayList<>();
                List<TaskKey> tasks = new ArrayList<>();
                for (int number = 1; number <= lastAcknowledged; number++) {
                    acknowledged.add("commit " + number);
                    tasks.add(Rows.key("t-" + number));
                }
                assertThat(kept).startsWith(acknowledged.toArray(new String[0]));
                assertThat(store.tasks(tasks)).hasSize(lastAcknowledged);
            }
        }
    }

    @Test
    void a_database_that_another_process_has_open_is_named_with_the_fix() throws Exception {
        Path file = folder.resolve("store");
        Process holder = AcknowledgingWriter.start("hold", file);
        try (BufferedReader out = holder.inputReader(StandardCharsets.UTF_8)) {
            assertThat(out.readLine()).isEqualTo("open");

            assertThatThrownBy(() -> EmbeddedDatabase.open(file))
                    .isInstanceOf(StoreException.class)
                    .hasMessage("the database " + file + ".mv.db is in use by another process; stop that process, or"
                            + " give another path");
        } finally {
            holder.outputWriter().close();
            assertThat(holder.waitFor()).isZero();
        }
        EmbeddedDatabase.open(file).close();
    }

    @Test
    void a_file_that_is_no_database_is_left_alone_and_named() throws IOException {
        Path file = folder.resolve("notes.mv.db");
        String notes = "milk, eggs, bread\n".repeat(1000);
        Files.writeString(file, notes);

        assertThatThrownBy(() -> EmbeddedDatabase.open(file))
                .isInstanceOf(StoreException.class)
                .hasMessage("the file " + file + " is not a database or is damaged; restore it from a backup, or move"
                        + " it away to start empty");

        assertThat(file).hasContent(notes);
    }

    @Test
    void a_damaged_database_is_named() throws IOException {
        Path file = folder.resolve("store.mv.db");
        try (EmbeddedDatabase database = EmbeddedDatabase.open(file)) {
            StoreSchema.migrate(database.dataSource());
        }
        byte[] bytes = Files.readAllBytes(file);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] ^= (byte) (i % 512 < 200 ? 0x55 : 0);
        }
        Files.write(file, bytes);

        assertThatThrownBy(() -> EmbeddedDatabase.open(file))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("is damaged; restore it from a backup");
    }

    @Test
    void a_path_below_a_file_is_named_with_the_fix() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThatThrownBy(() -> EmbeddedDatabase.open(file.resolve("store")))
                .isInstanceOf(StoreException.class)
                .hasMessage("cannot keep the database in " + file + "/store.mv.db: " + file
                        + " is a file, not a folder; give a path below a folder");
        assertThatThrownBy(() -> EmbeddedDatabase.open(file.resolve("deeper").resolve("store")))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("give a path");
    }

    @Test
    void a_folder_in_place_of_the_file_is_named_with_the_fix() throws IOException {
        Path database = Files.createDirectories(folder.resolve("store.mv.db"));

        assertThatThrownBy(() -> EmbeddedDatabase.open(folder.resolve("store")))
                .isInstanceOf(StoreException.class)
                .hasMessage("cannot keep the database in " + database + ": it is a folder; give the path of a file");
    }

    @Test
    void a_path_that_h2_cannot_take_is_named_with_the_fix() {
        Path file = folder.resolve("a;b");

        assertThatThrownBy(() -> EmbeddedDatabase.open(file))
                .isInstanceOf(StoreException.class)
                .hasMessage("cannot keep the database in " + file + ".mv.db: H2 takes no ';' in a path; give a path"
                        + " without one");
    }

    @Test
    void the_folders_above_the_file_are_made_and_odd_names_are_kept() {
        Path file = folder.resolve("a b,c=d").resolve("é").resolve("store.v2");

        try (EmbeddedDatabase database = EmbeddedDatabase.open(file)) {
            assertThat(database.file())
                    .isEqualTo(folder.resolve("a b,c=d/é/store.v2.mv.db"))
                    .exists();
        }
    }

    @Test
    void writes_are_not_delayed() throws SQLException {
        try (EmbeddedDatabase database = EmbeddedDatabase.open(folder.resolve("store"));
                var connection = database.dataSource().getConnection();
                var statement = connection.createStatement();
                var result = statement.executeQuery(
                        "select setting_value from information_schema.settings where setting_name = 'WRITE_DELAY'")) {
            assertThat(result.next()).isTrue();
            assertThat(result.getInt(1)).isZero();
        }
    }

    @Test
    void tables_of_others_are_let_be_and_migrating_twice_does_nothing() throws SQLException {
        try (EmbeddedDatabase database = EmbeddedDatabase.open(folder.resolve("store"))) {
            try (var connection = database.dataSource().getConnection();
                    var statement = connection.createStatement()) {
                statement.execute("create table orders (id int)");
                statement.execute("insert into orders values (7)");
            }
            StoreSchema.migrate(database.dataSource());
            StoreSchema.migrate(database.dataSource());

            try (var connection = database.dataSource().getConnection();
                    var tables =
                            connection.getMetaData().getTables(null, "PUBLIC", null, new String[] {"BASE TABLE"})) {
                List<String> names = new ArrayList<>();
                while (tables.next()) {
                    names.add(tables.getString("TABLE_NAME"));
                }
                assertThat(names)
                        .contains("ORDERS")
                        .filteredOn(name -> !name.equals("ORDERS"))
                        .allMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("ripresa_"));
            }
            assertThat(new JdbcRecoveryStore(database.dataSource()).findGates(1))
                    .isEmpty();
        }
    }

    @Test
    void without_a_clock_given_the_store_goes_by_the_databases() {
        try (EmbeddedDatabase database = EmbeddedDatabase.open(folder.resolve("store"))) {
            StoreSchema.migrate(database.dataSource());
            Instant before = Instant.now().minusSeconds(60);

            Instant now = new JdbcRecoveryStore(database.dataSource()).now();

            assertThat(now).isBetween(before, before.plusSeconds(120));
        }
    }

    @Test
    void times_are_cut_to_microseconds() {
        try (EmbeddedDatabase database = EmbeddedDatabase.open(folder.resolve("store"))) {
            StoreSchema.migrate(database.dataSource());
            ManualClock clock = new ManualClock(Rows.START.plusNanos(999));
            RecoveryStore store = new JdbcRecoveryStore(database.dataSource(), clock);
            store.commit(new Changes()
                    .gate(Rows.gate("a").withNextActionAt(Rows.at(1).plusNanos(999))));

            assertThat(store.now()).isEqualTo(Rows.START);
            assertThat(store.nextDue()).isEqualTo(Rows.at(1));
        }
    }

    @Test
    void a_closed_database_is_a_store_that_does_not_answer() {
        EmbeddedDatabase database = EmbeddedDatabase.open(folder.resolve("store"));
        StoreSchema.migrate(database.dataSource());
        RecoveryStore store = new JdbcRecoveryStore(database.dataSource());
        database.close();

        assertThatThrownBy(() -> store.commit(new Changes().task(Rows.task("t-1"))))
                .isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> store.due("n-1", Duration.ofSeconds(1), 1)).isInstanceOf(StoreException.class);
        assertThatThrownBy(store::control).isInstanceOf(StoreException.class);
    }
}
