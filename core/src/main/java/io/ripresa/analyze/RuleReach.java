package io.ripresa.analyze;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Finds rules that can never decide, because rules in front of them hold whenever they do. Compares conditions part by
 * part: what it finds is certain, what it does not find is not proven.
 */
public final class RuleReach {

    /** What is wrong with a rule. */
    public enum Problem {
        /** Rules in front of it hold whenever it does. */
        UNREACHABLE,
        /** A rule in front of it has the same condition and another result. */
        CONFLICT
    }

    /**
     * A rule that cannot decide.
     *
     * @param rule its id
     * @param before ids of the rules in front of it that hold whenever it does
     */
    public record Finding(String rule, Problem problem, List<String> before) {
        public Finding {
            before = List.copyOf(before);
        }
    }

    private RuleReach() {}

    /** The rules of a set that can never decide, in their order. */
    public static List<Finding> check(RuleSet set) {
        return check(set, rule -> true);
    }

    /**
     * The rules of a set that can never decide and would if some others were not there, in their order. With a few of a
     * thousand it takes a thousandth of the time.
     *
     * @param added which rules were added to a set in which every rule could decide
     */
    public static List<Finding> check(RuleSet set, Predicate<Rule> added) {
        List<Finding> findings = new ArrayList<>();
        List<Rule> rules = set.rules();
        List<List<Condition>> before = new ArrayList<>();
        List<Integer> addedBefore = new ArrayList<>();
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            List<Condition> cases = cases(rule.condition());
            boolean own = added.test(rule);
            if (own || addedBefore.stream().anyMatch(each -> coversOne(before.get(each), cases))) {
                List<String> covering = covering(cases, rules.subList(0, i), before);
                if (!covering.isEmpty()) {
                    findings.add(new Finding(rule.id(), problem(rule, rules.subList(0, i)), covering));
                }
            }
            if (own) {
                addedBefore.add(i);
            }
            before.add(cases);
        }
        return List.copyOf(findings);
    }

    private static boolean coversOne(List<Condition> wider, List<Condition> cases) {
        return cases.stream().anyMatch(each -> wider.stream().anyMatch(other -> implies(each, other)));
    }

    private static Problem problem(Rule rule, List<Rule> front) {
        boolean same = front.stream()
                .anyMatch(each -> each.condition().equals(rule.condition())
                        && (each.category() != rule.category() || each.recoverability() != rule.recoverability()));
        return same ? Problem.CONFLICT : Problem.UNREACHABLE;
    }

    /** The rules that cover every case; empty where one case is left. */
    private static List<String> covering(List<Condition> cases, List<Rule> front, List<List<Condition>> before) {
        List<String> covering = new ArrayList<>();
        for (Condition each : cases) {
            String by = null;
            for (int i = 0; i < front.size() && by == null; i++) {
                if (before.get(i).stream().anyMatch(wider -> implies(each, wider))) {
                    by = front.get(i).id();
                }
            }
            if (by == null) {
                return List.of();
            }
            if (!covering.contains(by)) {
                covering.add(by);
            }
        }
        return covering;
    }

    /** A condition as alternatives, each of which makes it hold. */
    private static List<Condition> cases(Condition condition) {
        List<Condition> cases = new ArrayList<>();
        if (condition instanceof Condition.Any any) {
            any.parts().forEach(part -> cases.addAll(cases(part)));
        } else if (condition instanceof Condition.Named named) {
            named.names().forEach(name -> cases.add(new Condition.Named(java.util.Set.of(name))));
        } else if (condition instanceof Condition.NameEnds ends) {
            ends.endings().forEach(end -> cases.add(new Condition.NameEnds(java.util.Set.of(end))));
        } else if (condition instanceof Condition.Says says) {
            says.phrases().forEach(phrase -> cases.add(new Condition.Says(List.of(phrase))));
        } else if (condition instanceof Condition.NameSays says) {
            says.phrases().forEach(phrase -> cases.add(new Condition.NameSays(List.of(phrase))));
        } else if (condition instanceof Condition.Status status) {
            status.spans().forEach(span -> cases.add(new Condition.Status(List.of(span))));
        } else if (condition instanceof Condition.SqlState state) {
            state.beginnings().forEach(each -> cases.add(new Condition.SqlState(List.of(each))));
        } else if (condition instanceof Condition.VendorCode code) {
            code.codes().forEach(each -> cases.add(new Condition.VendorCode(code.vendor(), java.util.Set.of(each))));
        } else {
            cases.add(condition);
        }
        return cases;
    }

    /** Whether {@code wider} holds wherever {@code narrow} does. Sure where it says yes. */
    static boolean implies(Condition narrow, Condition wider) {
        if (narrow.equals(wider)) {
            return true;
        }
        if (wider instanceof Condition.All all) {
            return all.parts().stream().allMatch(part -> implies(narrow, part));
        }
        if (narrow instanceof Condition.Any any) {
            return any.parts().stream().allMatch(part -> implies(part, wider));
        }
        if (wider instanceof Condition.Any any && any.parts().stream().anyMatch(part -> implies(narrow, part))) {
            return true;
        }
        if (narrow instanceof Condition.All all) {
            return all.parts().stream().anyMatch(part -> implies(part, wider));
        }
        if (wider instanceof Condition.Anywhere anywhere) {
            return implies(
                    narrow instanceof Condition.Anywhere inner ? inner.condition() : narrow, anywhere.condition());
        }
        if (narrow instanceof Condition.Not inner && wider instanceof Condition.Not outer) {
            return implies(outer.condition(), inner.condition());
        }
        return impliesText(narrow, wider) || impliesCode(narrow, wider);
    }

    private static boolean impliesText(Condition narrow, Condition wider) {
        if (narrow instanceof Condition.Says one && wider instanceof Condition.Says other) {
            return one.phrases().stream()
                    .allMatch(phrase -> other.phrases().stream().anyMatch(phrase::implies));
        }
        if (narrow instanceof Condition.NameSays one && wider instanceof Condition.NameSays other) {
            return one.phrases().stream()
                    .allMatch(phrase -> other.phrases().stream().anyMatch(phrase::implies));
        }
        if (narrow instanceof Condition.Named one && wider instanceof Condition.Named other) {
            return other.names().containsAll(one.names());
        }
        return narrow instanceof Condition.NameEnds one
                && wider instanceof Condition.NameEnds other
                && one.endings().stream()
                        .allMatch(end -> other.endings().stream().anyMatch(end::endsWith));
    }

    private static boolean impliesCode(Condition narrow, Condition wider) {
        if (narrow instanceof Condition.Status one && wider instanceof Condition.Status other) {
            return one.spans().stream()
                    .allMatch(span -> other.spans().stream()
                            .anyMatch(each -> each.low() <= span.low() && span.high() <= each.high()));
        }
        if (narrow instanceof Condition.SqlState one && wider instanceof Condition.SqlState other) {
            return one.beginnings().stream()
                    .allMatch(state -> other.beginnings().stream().anyMatch(state::startsWith));
        }
        if (narrow instanceof Condition.VendorCode one && wider instanceof Condition.VendorCode other) {
            return one.vendor() == other.vendor() && other.codes().containsAll(one.codes());
        }
        return narrow instanceof Condition.Runtime one
                && wider instanceof Condition.Runtime other
                && other.names().containsAll(one.names());
    }
}
