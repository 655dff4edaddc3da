package io.ripresa.orchestrate;

import io.ripresa.model.JournalEntry;
import io.ripresa.model.JournalEntry.Kind;
import io.ripresa.model.JournalEntry.Subject;
import io.ripresa.model.Policy;
import io.ripresa.policy.PolicyBook;
import io.ripresa.policy.PolicyOverride;
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

    private static final int TRIES = 10;

    private final Books books;
    private final RecoveryStore store;
    private final Policy defaults;
    private volatile Version present;
    private volatile @Nullable String trouble;

    /** @param defaults what applies where no override says otherwise */
    public PolicyLedger(RecoveryStore store, Policy defaults, List<RecoveryListener> listeners) {
        this.books = new Books(store, listeners);
        this.store = store;
        this.defaults = defaults;
        this.present = new Version(0, null, null, new PolicyBook(defaults));
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

    /**
     * Goes by these overrides from now on. What equals the latest version in the store is that version: a restart, or
     * another process with the same file, makes no new one.
     *
     * @param author who gives them
     * @return the version that is present now
     * @throws io.ripresa.policy.BadPolicy if they are wrong; then the former ones stay
     * @throws io.ripresa.spi.StoreException if the store cannot be used; then the former ones stay
     */
    public synchronized Version accept(List<PolicyOverride> overrides, String author) {
        if (author.isBlank()) {
            throw new IllegalArgumentException("author is empty; say who gives the policies");
        }
        PolicyBook book = new PolicyBook(defaults, overrides);
        String content = overrides.stream().map(PolicyLedger::line).collect(Collectors.joining("\n"));
        for (int i = 0; i < TRIES; i++) {
            String position = store.cursor(POSITION);
            String[] before = position == null ? new String[] {"0", "", "", ""} : position.split("\n", 4);
            if (position == null && overrides.isEmpty()) {
                present = new Version(0, null, null, book);
                return present;
            }
            if (position != null && before[3].equals(content)) {
                present = new Version(Long.parseLong(before[0]), Instant.parse(before[1]), before[2], book);
                return present;
            }
            Version next = new Version(
                    Long.parseLong(before[0]) + 1, store.now(), author.strip().replaceAll("\\p{Cntrl}+", " "), book);
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
