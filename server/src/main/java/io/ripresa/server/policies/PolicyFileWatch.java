package io.ripresa.server.policies;

import io.ripresa.orchestrate.PolicyLedger;
import io.ripresa.policy.BadPolicy;
import io.ripresa.server.yaml.BadFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/**
 * Goes by a policy file, and by what it says after each change. Starts before recovery does, with a file that must be
 * right; a file that is wrong later, or gone, leaves the former policies in force, and is told in log and health until
 * it is mended.
 */
public final class PolicyFileWatch implements SmartLifecycle {

    private static final System.Logger LOG = System.getLogger(PolicyFileWatch.class.getName());

    private static final String AUTHOR = "file";

    private final Path file;
    private final PolicyLedger ledger;
    private final Duration every;
    private @Nullable String seen;
    private volatile @Nullable ScheduledExecutorService looking;

    /** @param every how often the file is looked at */
    public PolicyFileWatch(Path file, PolicyLedger ledger, Duration every) {
        this.file = file;
        this.ledger = ledger;
        this.every = every;
    }

    /** Takes the file, and looks at it from now on. */
    @Override
    public void start() {
        first();
        ledger.takenFrom("the file " + file);
        ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread made = new Thread(work, "ripresa-policies");
            made.setDaemon(true);
            return made;
        });
        looking = thread;
        // Nobody waits for its end: a look tells itself what goes wrong.
        var unused =
                thread.scheduleWithFixedDelay(this::look, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Takes the file as it is.
     *
     * @throws BadFile if something in it is wrong
     */
    synchronized void first() {
        String content = content();
        take();
        seen = content;
    }

    /** Takes the file where it has changed. */
    synchronized void look() {
        String content = content();
        if (content.equals(seen)) {
            return;
        }
        try {
            long before = ledger.present().number();
            take();
            seen = content;
            ledger.troubled(null);
            PolicyLedger.Version present = ledger.present();
            if (present.number() != before) {
                LOG.log(
                        System.Logger.Level.INFO,
                        "Policy file {0} was read: version {1} applies from now on",
                        file,
                        Long.toString(present.number()));
            }
        } catch (BadFile e) {
            seen = content;
            troubled(e.getMessage());
        } catch (RuntimeException e) {
            // Not seen yet: the next look tries again.
            troubled("Policy file " + file + " has changed and cannot be taken: " + e.getMessage()
                    + "; the next look tries again.");
        }
    }

    private void troubled(@Nullable String why) {
        String sentence = why + " The former policies stay.";
        if (!sentence.equals(ledger.trouble())) {
            LOG.log(System.Logger.Level.WARNING, "{0}", sentence);
        }
        ledger.troubled(sentence);
    }

    private void take() {
        PolicyFile read = PolicyFile.read(file, ledger.book().defaults());
        try {
            ledger.accept(read.book().overrides(), AUTHOR);
        } catch (BadPolicy e) {
            throw new BadFile("Policy file " + file + ": " + e.getMessage());
        }
    }

    /** What is in the file; why it cannot be read, where it cannot. */
    private String content() {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "unreadable: " + e;
        }
    }

    @Override
    public void stop() {
        ScheduledExecutorService thread = looking;
        if (thread != null) {
            looking = null;
            thread.shutdownNow();
        }
    }

    @Override
    public boolean isRunning() {
        return looking != null;
    }

    /** Before recovery, which starts last. */
    @Override
    public int getPhase() {
        return 0;
    }
}
