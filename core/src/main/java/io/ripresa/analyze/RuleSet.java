package io.ripresa.analyze;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Ordered rules: the first that holds decides. Two rule sets with the same rules in the same order have the same
 * version. Immutable and thread-safe.
 */
public final class RuleSet {

    /** Where a rule goes. */
    public enum Place {
        /** In front of all built-in rules, behind rules that were put there before. */
        FIRST,
        /** Right in front of another rule. */
        BEFORE,
        /** Right behind another rule. */
        AFTER,
        /** In the place of another rule, which is gone then. */
        REPLACING,
        /** Behind all. */
        LAST
    }

    /**
     * A rule and where it goes.
     *
     * @param other id of the rule that {@code place} speaks of; null for {@code FIRST} and {@code LAST}
     */
    public record Change(Rule rule, Place place, @Nullable String other) {

        public Change {
            boolean needsOther = place != Place.FIRST && place != Place.LAST;
            if (needsOther != (other != null)) {
                throw new IllegalArgumentException("rule \"" + rule.id() + "\": " + place
                        + (needsOther ? " needs the id of a rule" : " takes no id"));
            }
        }
    }

    private final List<Rule> rules;
    /** Made when first asked for: most processes never ask. */
    private volatile @Nullable String version;

    private RuleSet(List<Rule> rules) {
        Set<String> ids = new LinkedHashSet<>();
        for (Rule rule : rules) {
            if (!ids.add(rule.id())) {
                throw new IllegalArgumentException(
                        "rule id \"" + rule.id() + "\" is used twice; give each rule its own");
            }
        }
        this.rules = List.copyOf(rules);
    }

    /**
     * @param rules in order of precedence
     * @throws IllegalArgumentException if an id is used twice
     */
    public static RuleSet of(List<Rule> rules) {
        return new RuleSet(rules);
    }

    /** The built-in rules. */
    public static RuleSet builtIn() {
        return BuiltIn.RULES;
    }

    /** Immutable, so one is enough; made when first asked for. */
    private static final class BuiltIn {
        private static final RuleSet RULES = new RuleSet(BuiltInRules.all());
    }

    /** In order of precedence. */
    public List<Rule> rules() {
        return rules;
    }

    /** Twelve hexadecimal digits that say which rules these are, in which order. */
    public String version() {
        String known = version;
        if (known == null) {
            known = hash(rules);
            version = known;
        }
        return known;
    }

    /** The rule with an id, or null. */
    public @Nullable Rule rule(String id) {
        return rules.stream().filter(rule -> rule.id().equals(id)).findFirst().orElse(null);
    }

    /**
     * These rules with others among them.
     *
     * @param changes in order; each may name rules of those before it
     * @throws IllegalArgumentException if an id is used twice or a change names a rule that is not there
     */
    public RuleSet with(List<Change> changes) {
        List<Rule> all = new ArrayList<>(rules);
        int first = 0;
        Map<String, Integer> behind = new LinkedHashMap<>();
        for (Change change : changes) {
            String other = change.other();
            int at = other == null ? -1 : indexOf(all, other, change.rule());
            switch (change.place()) {
                case FIRST -> all.add(first++, change.rule());
                case LAST -> all.add(change.rule());
                case BEFORE -> all.add(at, change.rule());
                case REPLACING -> all.set(at, change.rule());
                // Those that go behind the same rule keep their order.
                case AFTER -> all.add(at + behind.merge(String.valueOf(other), 1, Integer::sum), change.rule());
            }
            if (change.place() != Place.FIRST && other != null && at < first) {
                first++;
            }
        }
        return new RuleSet(all);
    }

    private static int indexOf(List<Rule> rules, String id, Rule asking) {
        for (int i = 0; i < rules.size(); i++) {
            if (rules.get(i).id().equals(id)) {
                return i;
            }
        }
        throw new IllegalArgumentException(
                "rule \"" + asking.id() + "\" names the rule \"" + id + "\", which is not there; name another");
    }

    private static String hash(List<Rule> rules) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Rule rule : rules) {
                digest.update((rule.toString() + '\n').getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 6);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
