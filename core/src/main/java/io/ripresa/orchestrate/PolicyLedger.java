package io.ripresa.orchestrate;

import io.ripresa.model.JournalEntry;
import io.ripresa.model.JournalEntry.Kind;
import io.ripresa.model.JournalEntry.Subject;
import io.ripresa.policy.PolicyBook;
import io.ripresa.policy.PolicyOverride;
import io.ripresa.policy.PolicyText;
import io.ripresa.spi.Changes;
import io.ripresa.spi.Changes.CursorMove;
import io.ripresa.spi.RecoveryListener;
import io.ripresa.spi.RecoveryStore;
import io.ripresa.spi.RecoveryStore.CommitResult;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The present policies, and who gave them when. Each change is a version with a number of its own, written to the store
 * and the journal before it applies. What is decided from then on goes by it; what was decided before stays until it is
 * decided again. Safe for use by many threads.
 */
public final class PolicyLedger {

    /** Where the store keeps the latest version: as a position of reading, under a name that no task system can have. */
    private static final String POSITION = ":policies";

    /** Begins what a person gave: it holds on every process that has no policies of its own, and after a restart. */
    private static final String LASTING = "lasting\n";

    private static final int TRIES = 10;

    private final Books books;
    private final RecoveryStore store;
    private final PolicyBook base;
    private volatile Version present;
    private volatile @Nullable String trouble;
    private volatile @Nullable String source;

    /** @param base what applies where no override says otherwise */
    public PolicyLedger(RecoveryStore store, PolicyBook base, List<RecoveryListener> listeners) {
        this.books = new Books(store, listeners);
        this.store = store;
        this.base = base;
        this.present = new Version(0, null, null, base);
    }

    /**
     * What this process goes by.
     *
     * @param number counts the changes that all processes on the store made; 0 while none was made here
     * @param at when it was given, store's clock, or null for number 0
     * @param author who gave it: {@code file}, or a person; null for number 0
     * @param book the policies
     */
    public record Version(
            long number, @Nullable Instant at, @Nullable String author, PolicyBook book) {}

    /** What this process goes by. */
    public Version present() {
        return present;
    }

    /** The same, without who and when. */
    public PolicyBook book() {
        return present.book();
    }

    /** A change was made by somebody who did not know of the latest one. */
    public static final class Outdated extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        private final long latest;

        private Outdated(long expected, long latest) {
            super("version " + expected + " of the policies was expected, and version " + latest + " is the latest");
            this.latest = latest;
        }

        /** The latest version in the store. */
        public long latest() {
            return latest;
        }
    }

    /**
     * Goes by these overrides from now on, as long as this process lives. What equals the latest version in the store is
     * that version: a restart, or another process with the same file, makes no new one.
     *
     * @param author who gives them
     * @return the version that is present now
     * @throws io.ripresa.policy.BadPolicy if they are wrong; then the former ones stay
     * @throws io.ripresa.spi.StoreException if the store cannot be used; then the former ones stay
     */
    public synchronized Version accept(List<PolicyOverride> overrides, String author) {
        return take(overrides, author, PolicyText.write(overrides), null);
    }

    /**
     * Goes by these overrides from now on: this process, and soon every other on the store that has no policies of its
     * own, and after a restart.
     *
     * @param author who gives them
     * @param expected the version that they were made from, or null where that does not matter
     * @return the version that is present now
     * @throws io.ripresa.policy.BadPolicy if they are wrong; then the former ones stay
     * @throws Outdated if another version is the latest; then the former ones stay
     * @throws IllegalStateException if this process takes its policies from {@link #source()}
     * @throws io.ripresa.spi.StoreException if the store cannot be used; then the former ones stay
     */
    public synchronized Version replace(List<PolicyOverride> overrides, String author, @Nullable Long expected) {
        String own = source;
        if (own != null) {
            throw new IllegalStateException("the policies come from " + own + "; change them there");
        }
        Version now = take(overrides, author, LASTING + PolicyText.write(overrides), expected);
        trouble = null;
        return now;
    }

    /** Says where this process takes its policies from, in a few words for people. Nobody else can replace them then. */
    public void takenFrom(String words) {
        source = words;
    }

    /** Where this process takes its policies from, or null where that is nowhere but the store. */
    public @Nullable String source() {
        return source;
    }

    /**
     * Goes by what a person gave on another process, or before a restart, unless this one has policies of its own. What
     * this version cannot read leaves the former ones in force, and is told.
     *
     * @throws io.ripresa.spi.StoreException if the store cannot be used
     */
    public void follow() {
        if (source != null) {
            return;
        }
        String position = store.cursor(POSITION);
        if (position != null && isNews(position)) {
            take(position);
        }
    }

    private boolean isNews(String position) {
        return Long.parseLong(position.substring(0, position.indexOf('\n'))) > present.number();
    }

    private synchronized void take(String position) {
        String[] parts = position.split("\n", 4);
        if (!isNews(position) || !parts[3].startsWith(LASTING)) {
            return;
        }
        long number = Long.parseLong(parts[0]);
        try {
            PolicyBook book = base.with(PolicyText.read(parts[3].substring(LASTING.length())));
            present = new Version(number, Instant.parse(parts[1]), parts[2], book);
            trouble = null;
        } catch (IllegalArgumentException e) {
            trouble = "Version " + number + " of the policies, by " + parts[2] + ", cannot be used by this node: "
                    + e.getMessage() + " The former policies stay; start this node with the version that took them.";
        }
    }

    private Version take(List<PolicyOverride> overrides, String author, String content, @Nullable Long expected) {
        if (author.isBlank()) {
            throw new IllegalArgumentException("author is empty; say who gives the policies");
        }
        PolicyBook book = base.with(overrides);
        String lines = overrides.stream().map(PolicyLedger::line).collect(Collectors.joining("\n"));
        for (int i = 0; i < TRIES; i++) {
            String position = store.cursor(POSITION);
            String[] before = position == null ? new String[] {"0", "", "", ""} : position.split("\n", 4);
            long latest = Long.parseLong(before[0]);
            if (expected != null && expected != latest) {
                throw new Outdated(expected, latest);
            }
            if (position == null && overrides.isEmpty()) {
                present = new Version(0, null, null, book);
                return present;
            }
            // Written as people read it, before there was a text that reads back.
            boolean older = !content.startsWith(LASTING) && before[3].equals(lines);
            if (position != null && (before[3].equals(content) || older)) {
                present = new Version(latest, Instant.parse(before[1]), before[2], book);
                return present;
            }
            Version next = new Version(latest + 1, store.now(), author.strip().replaceAll("\\p{Cntrl}+", " "), book);
            if (write(position, next, content)) {
                present = next;
                return next;
            }
        }
        throw new IllegalStateException("the policies are being changed by others; try again");
    }

    private boolean write(@Nullable String before, Version next, String content) {
        List<PolicyOverride> overrides = next.book().overrides();
        Map<String, String> data = new TreeMap<>();
        data.put("actor", String.valueOf(next.author()));
        data.put("policies", Long.toString(next.number()));
        for (int i = 0; i < overrides.size(); i++) {
            data.put("override." + (i + 1), line(overrides.get(i)));
        }
        JournalEntry entry = JournalEntry.of(
                store.now(),
                Kind.CONTROL,
                Subject.NONE,
                "Policies, version " + next.number() + " by " + next.author() + ": "
                        + (overrides.size() == 1 ? "1 override." : overrides.size() + " overrides."),
                data);
        String position = next.number() + "\n" + next.at() + "\n" + next.author() + "\n" + content;
        CommitResult result = store.commit(
                new Changes().cursor(new CursorMove(POSITION, before, position)).journal(entry));
        if (result != CommitResult.APPLIED) {
            return false;
        }
        books.written(List.of(entry));
        return true;
    }

    /** An override in one line: {@code workspace orders: mode OBSERVE, rollout-percent 10}. */
    private static String line(PolicyOverride override) {
        return override.scope() + ": "
                + override.values().entrySet().stream()
                        .map(value -> value.getKey().written() + " " + value.getValue())
                        .collect(Collectors.joining(", "));
    }

    /** Says that newer policies could not be taken, and why, or with null that all is well again. */
    public void troubled(@Nullable String why) {
        trouble = why;
    }

    /** Why newer policies could not be taken, a sentence for people, or null. */
    public @Nullable String trouble() {
        return trouble;
    }
}
