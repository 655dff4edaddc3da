package io.ripresa.jdbc;

import io.ripresa.model.JournalEntry;
import io.ripresa.spi.Changes;
import io.ripresa.spi.RecoveryStore;
import io.ripresa.spi.RecoveryStore.CommitResult;
import io.ripresa.tck.Rows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A process of its own that opens an embedded store and says on its standard output what it did: {@code open}, then the
 * number of each commit once it was acknowledged. {@code write} goes on until it is killed, {@code hold} keeps the file
 * open until its standard input ends.
 */
final class AcknowledgingWriter {

    private AcknowledgingWriter() {}

    public static void main(String[] args) throws IOException {
        try (EmbeddedDatabase database = EmbeddedDatabase.open(Path.of(args[1]))) {
            StoreSchema.migrate(database.dataSource());
            say("open");
            if (args[0].equals("hold")) {
                System.in.read();
                return;
            }
            RecoveryStore store = new JdbcRecoveryStore(database.dataSource());
            for (int number = 1; ; number++) {
                JournalEntry entry = Rows.entry("commit " + number, JournalEntry.Subject.of(Rows.key("t-" + number)));
                Changes changes = new Changes().task(Rows.task("t-" + number)).journal(entry);
                if (store.commit(changes) != CommitResult.APPLIED) {
                    throw new IllegalStateException("commit " + number + " was not applied");
                }
                say(Integer.toString(number));
            }
        }
    }

    private static void say(String line) {
        // One write, so that a line is never cut in two by the end of the process.
        System.out.print(line + "\n");
        System.out.flush();
    }

    /** Starts it on a file. */
    static Process start(String mode, Path file) throws IOException {
        return new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        AcknowledgingWriter.class.getName(),
                        mode,
                        file.toString()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
