package io.ripresa.analyze;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds which of many rules hold without asking each. Everything that conditions look for in a link (names, endings of
 * names, phrases) is an <em>atom</em> with a number; one pass over the link's names and words finds all atoms that it
 * has, and only rules that could hold by those, or by a status or code of the failure, are evaluated at all. So the cost
 * grows with the failure, and hardly with the number of rules. Immutable and thread-safe.
 */
final class RuleIndex {

    /** What a rule can hold by, besides atoms. */
    private enum By {
        VENDOR_CODE,
        SQL_STATE,
        STATUS,
        ANYTHING
    }

    private final List<Rule> rules;
    private final List<Check> checks = new ArrayList<>();
    private final Map<Condition, Integer> atoms = new LinkedHashMap<>();
    private final TextAtoms texts = new TextAtoms();
    /** By number of an atom: the rules that could hold where the atom is there. */
    private final int[][] rulesByAtom;

    /** By ordinal of what they can hold by, besides atoms. */
    private final List<BitSet> rulesBy = new ArrayList<>();

    /** A condition whose atoms are looked up instead of looked for. */
    @FunctionalInterface
    private interface Check {
        boolean holds(Evidence evidence, List<BitSet> found, int link);
    }

    RuleIndex(List<Rule> rules) {
        this.rules = List.copyOf(rules);
        for (By by : By.values()) {
            rulesBy.add(by.ordinal(), new BitSet());
        }
        List<BitSet> byAtom = new ArrayList<>();
        for (int i = 0; i < this.rules.size(); i++) {
            Condition condition = this.rules.get(i).condition();
            checks.add(check(condition));
            while (byAtom.size() < atoms.size()) {
                byAtom.add(new BitSet());
            }
            for (Object trigger : triggers(condition)) {
                if (trigger instanceof By by) {
                    rulesBy.get(by.ordinal()).set(i);
                } else if (trigger instanceof Integer atom) {
                    byAtom.get(atom).set(i);
                }
            }
        }
        rulesByAtom = byAtom.stream().map(rule -> rule.stream().toArray()).toArray(int[][]::new);
        texts.close();
    }

    /** What was found in a failure: atoms by link, and the rules that could hold. */
    record Found(List<BitSet> atoms, BitSet candidates) {}

    Found find(Evidence evidence) {
        BitSet candidates = new BitSet(rules.size());
        candidates.or(rulesBy.get(By.ANYTHING.ordinal()));
        if (evidence.httpStatus() != null) {
            candidates.or(rulesBy.get(By.STATUS.ordinal()));
        }
        if (evidence.sqlState() != null) {
            candidates.or(rulesBy.get(By.SQL_STATE.ordinal()));
        }
        if (evidence.vendorCode() != null) {
            candidates.or(rulesBy.get(By.VENDOR_CODE.ordinal()));
        }
        List<BitSet> byLink = new ArrayList<>(evidence.links().size());
        for (Link link : evidence.links()) {
            BitSet found = texts.in(link);
            byLink.add(found);
            for (int atom = found.nextSetBit(0); atom >= 0; atom = found.nextSetBit(atom + 1)) {
                for (int rule : rulesByAtom[atom]) {
                    candidates.set(rule);
                }
            }
        }
        return new Found(byLink, candidates);
    }

    /** Whether a rule holds on one of the links. */
    boolean holds(int rule, Evidence evidence, Found found) {
        Check check = checks.get(rule);
        for (int link = 0; link < found.atoms().size(); link++) {
            if (check.holds(evidence, found.atoms(), link)) {
                return true;
            }
        }
        return false;
    }

    private Check check(Condition condition) {
        if (condition instanceof Condition.All all) {
            Check[] parts = all.parts().stream().map(this::check).toArray(Check[]::new);
            return (evidence, found, link) -> {
                for (Check part : parts) {
                    if (!part.holds(evidence, found, link)) {
                        return false;
                    }
                }
                return true;
            };
        }
        if (condition instanceof Condition.Any any) {
            Check[] parts = any.parts().stream().map(this::check).toArray(Check[]::new);
            return (evidence, found, link) -> {
                for (Check part : parts) {
                    if (part.holds(evidence, found, link)) {
                        return true;
                    }
                }
                return false;
            };
        }
        if (condition instanceof Condition.Not not) {
            Check inner = check(not.condition());
            return (evidence, found, link) -> !inner.holds(evidence, found, link);
        }
        if (condition instanceof Condition.Anywhere anywhere) {
            Check inner = check(anywhere.condition());
            return (evidence, found, link) -> {
                for (int each = 0; each < found.size(); each++) {
                    if (inner.holds(evidence, found, each)) {
                        return true;
                    }
                }
                return false;
            };
        }
        if (TextAtoms.isAtom(condition)) {
            int atom = atom(condition);
            return (evidence, found, link) -> found.get(link).get(atom);
        }
        return (evidence, found, link) ->
                condition.holds(evidence, evidence.links().get(link));
    }

    private int atom(Condition condition) {
        Integer known = atoms.get(condition);
        if (known != null) {
            return known;
        }
        int number = atoms.size();
        atoms.put(condition, number);
        texts.add(condition, number);
        return number;
    }

    /** Of these one at least is there where the condition holds. */
    private List<Object> triggers(Condition condition) {
        if (TextAtoms.isAtom(condition)) {
            return List.of(atom(condition));
        }
        if (condition instanceof Condition.Anywhere anywhere) {
            return triggers(anywhere.condition());
        }
        if (condition instanceof Condition.Any any) {
            List<Object> all = new ArrayList<>();
            any.parts().forEach(part -> all.addAll(triggers(part)));
            return all;
        }
        if (condition instanceof Condition.All all) {
            List<Object> best = List.of(By.ANYTHING);
            for (Condition part : all.parts()) {
                List<Object> triggers = triggers(part);
                if (rank(triggers) < rank(best)) {
                    best = triggers;
                }
            }
            return best;
        }
        if (condition instanceof Condition.Status) {
            return List.of(By.STATUS);
        }
        if (condition instanceof Condition.SqlState) {
            return List.of(By.SQL_STATE);
        }
        return List.of(condition instanceof Condition.VendorCode ? By.VENDOR_CODE : By.ANYTHING);
    }

    /** Small where few failures have one of them: a code, then a text, then a status. */
    private static int rank(List<Object> triggers) {
        int worst = 0;
        for (Object trigger : triggers) {
            boolean atom = !(trigger instanceof By);
            worst = Math.max(worst, atom ? 2 * By.SQL_STATE.ordinal() + 1 : 2 * ((By) trigger).ordinal());
        }
        return worst;
    }
}
