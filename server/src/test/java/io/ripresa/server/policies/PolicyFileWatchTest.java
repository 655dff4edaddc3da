package io.ripresa.server.policies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ripresa.model.Mode;
import io.ripresa.model.Policy;
import io.ripresa.orchestrate.PolicyLedger;
import io.ripresa.policy.PolicyBook;
import io.ripresa.policy.PolicySubject;
import io.ripresa.server.yaml.BadFile;
import io.ripresa.store.InMemoryRecoveryStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that changes under a running process. */
class PolicyFileWatchTest {

    @TempDir
    Path folder;

    private final PolicyLedger ledger = new PolicyLedger(
            new InMemoryRecoveryStore(InstantSource.system()), new PolicyBook(Policy.DEFAULT), List.of());

    private Path write(String yaml) throws IOException {
        return Files.writeString(folder.resolve("policies.yaml"), yaml);
    }

    private Mode mode() {
        return ledger.book()
                .policyFor(new PolicySubject("orders", "invoice", null, List.of()))
                .mode();
    }

    @Test
    void aChangeAppliesAndABrokenOneLeavesTheFormerUntilItIsMended() throws IOException {
        Path file = write("policies: [{workspace: orders, mode: OBSERVE}]");
        PolicyFileWatch watch = new PolicyFileWatch(file, ledger, Duration.ofHours(1));
        watch.first();
        assertThat(mode()).isEqualTo(Mode.OBSERVE);
        assertThat(ledger.present().number()).isEqualTo(1);
        assertThat(ledger.present().author()).isEqualTo("file");

        write("policies: [{workspace: orders, mode: OBSERVED}]");
        watch.look();
        watch.look();
        assertThat(mode()).isEqualTo(Mode.OBSERVE);
        assertThat(ledger.present().number()).isEqualTo(1);
        assertThat(ledger.trouble()).contains("line 1", "OBSERVED", "The former policies stay.");

        Files.delete(file);
        watch.look();
        assertThat(mode()).isEqualTo(Mode.OBSERVE);
        assertThat(ledger.trouble()).contains("does not exist");

        write("policies: [{workspace: orders, mode: SUGGEST}]");
        watch.look();
        assertThat(mode()).isEqualTo(Mode.SUGGEST);
        assertThat(ledger.present().number()).isEqualTo(2);
        assertThat(ledger.trouble()).isNull();

        write("# a comment makes no new version\npolicies: [{workspace: orders, mode: SUGGEST}]");
        watch.look();
        assertThat(ledger.present().number()).isEqualTo(2);
    }

    @Test
    void itLooksByItselfUntilItIsStopped() throws IOException {
        Path file = write("policies: []");
        PolicyFileWatch watch = new PolicyFileWatch(file, ledger, Duration.ofMillis(20));
        watch.start();
        try {
            assertThat(watch.isRunning()).isTrue();
            assertThat(ledger.source()).isEqualTo("the file " + file);
            assertThatThrownBy(() -> ledger.replace(List.of(), "ann", null))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(file.toString());
            write("policies: [{type: invoice, mode: OFF}]");
            await().atMost(Duration.ofSeconds(10)).until(() -> mode() == Mode.OFF);
        } finally {
            watch.stop();
        }
        assertThat(watch.isRunning()).isFalse();
    }

    @Test
    void theFirstFileMustBeRight() throws IOException {
        PolicyFileWatch watch = new PolicyFileWatch(write("policies: [{}]"), ledger, Duration.ofHours(1));
        assertThatThrownBy(watch::start).isInstanceOf(BadFile.class);
        assertThat(watch.isRunning()).isFalse();
    }
}
