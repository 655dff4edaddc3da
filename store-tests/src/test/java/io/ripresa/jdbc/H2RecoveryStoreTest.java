package io.ripresa.jdbc;

import io.ripresa.spi.RecoveryStore;
import io.ripresa.tck.RecoveryStoreContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The store on an H2 file keeps the contract. */
class H2RecoveryStoreTest extends RecoveryStoreContract {

    @TempDir
    static Path templates;

    /** An empty store, migrated once; every test has a copy. */
    private static Path template;

    @TempDir
    Path folder;

    private EmbeddedDatabase database;

    @BeforeAll
    static void migrateOnce() {
        try (EmbeddedDatabase empty = EmbeddedDatabase.open(templates.resolve("empty"))) {
            StoreSchema.migrate(empty.dataSource());
            template = empty.file();
        }
    }

    @Override
    protected RecoveryStore open(InstantSource clock) throws IOException {
        Files.copy(template, folder.resolve("store.mv.db"));
        return openFile(clock);
    }

    @Override
    protected RecoveryStore reopen(RecoveryStore store, InstantSource clock) {
        database.close();
        return openFile(clock);
    }

    private RecoveryStore openFile(InstantSource clock) {
        database = EmbeddedDatabase.open(folder.resolve("store"));
        return new JdbcRecoveryStore(database.dataSource(), clock);
    }

    @AfterEach
    void close() {
        database.close();
    }
}
