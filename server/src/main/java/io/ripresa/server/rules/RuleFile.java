package io.ripresa.server.rules;

import io.ripresa.analyze.FailureClassifier;
import io.ripresa.analyze.Fingerprinter;
import io.ripresa.analyze.RecoveryAnalysisEngine;
import io.ripresa.analyze.Redactor;
import io.ripresa.analyze.Rule;
import io.ripresa.analyze.RuleReach;
import io.ripresa.analyze.RuleReach.Finding;
import io.ripresa.analyze.RuleSet;
import io.ripresa.analyze.RuleSet.Change;
import io.ripresa.analyze.RuleSet.Place;
import io.ripresa.model.Category;
import io.ripresa.model.Recoverability;
import io.ripresa.server.NearestName;
import io.ripresa.server.yaml.BadFile;
import io.ripresa.server.yaml.YamlFile;
import io.ripresa.server.yaml.YamlMap;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;

/**
 * A YAML file with rules of diagnosis under {@code rules:} and patterns of secrets under {@code redact:}; the format is
 * in {@code docs/diagnosis.md}. Read whole and checked whole: a wrong key or value, an id that is used twice, a rule that
 * can never decide is one message with file, line, rule and fix.
 *
 * @param rules the built-in rules with those of the file among them
 * @param redactor takes out what the built-in one does, and what the file names
 * @param notes what the file overrides, in sentences
 */
public record RuleFile(RuleSet rules, Redactor redactor, List<String> notes) {

    private static final String KIND = "Rule file";
    private static final List<String> KEYS = List.of("rules", "redact");
    private static final List<String> RULE_KEYS =
            List.of("id", "source", "when", "category", "recoverability", "not-processed", "place");
    private static final List<String> REDACT_KEYS = List.of("prefix", "at-least", "name");
    private static final int SHORTEST_PREFIX = 3;

    public RuleFile {
        notes = List.copyOf(notes);
    }

    /**
     * Reads a file.
     *
     * @throws BadFile if it cannot be read, or something in it is wrong
     */
    public static RuleFile read(Path file) {
        List<Node> documents = YamlFile.documents(KIND, file, "Give a YAML file with \"rules:\".");
        if (documents.size() != 1) {
            throw new BadFile(KIND + " " + file + " has " + documents.size()
                    + " documents. Put all rules into one, under \"rules:\".");
        }
        YamlMap map = new YamlMap(KIND, file, "", documents.get(0), KEYS);
        return read(file, map);
    }

    private static RuleFile read(Path file, YamlMap map) {
        Map<String, YamlMap> places = new LinkedHashMap<>();
        List<Change> changes = new ArrayList<>();
        RuleSet set = RuleSet.builtIn();
        for (YamlMap each : map.maps("rules", RULE_KEYS)) {
            String id = id(each);
            YamlMap rule = each.called("rules[" + id + "].");
            YamlMap before = places.put(id, rule);
            if (before != null) {
                throw rule.wrong(
                        "id",
                        "uses the rule id \"" + id + "\" again, after line " + before.line(),
                        "Give each rule an id of its own.");
            }
            Change change = change(id, rule, set);
            requireFree(set, change, rule);
            changes.add(change);
            set = RuleSet.builtIn().with(changes);
        }
        return new RuleFile(set, redactor(map), checked(file, set, places));
    }

    private static String id(YamlMap rule) {
        String id = rule.text("id");
        if (!id.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,79}")) {
            throw rule.unfit("id", "Give 1 to 80 letters, digits, dots, dashes, beginning with a letter or digit.");
        }
        if (id.startsWith("precedents.")) {
            throw rule.unfit("id", "Ids that begin with \"precedents.\" tell that no rule decided; give another.");
        }
        return id;
    }

    private static Change change(String id, YamlMap map, RuleSet set) {
        Category category = map.choice("category", Category.class);
        Recoverability recoverability = map.choice("recoverability", Recoverability.class);
        boolean unknown = category == Category.UNKNOWN;
        if (unknown != (recoverability == Recoverability.UNKNOWN)) {
            throw map.wrong(
                    "recoverability",
                    "gives the category " + category + " the recoverability " + recoverability,
                    "UNKNOWN goes with UNKNOWN only.");
        }
        boolean notProcessed = map.flag("not-processed", false);
        if (notProcessed && recoverability != Recoverability.AUTO) {
            throw map.wrong(
                    "not-processed",
                    "says of rule \"" + id + "\" that the call was not processed, and it does not clear by itself",
                    "Only rules with recoverability AUTO can say so.");
        }
        Rule rule = new Rule(
                id,
                map.text("source"),
                WhenReader.read(map, "when"),
                category,
                recoverability,
                notProcessed,
                Rule.Reach.CERTAIN);
        return place(rule, map, set);
    }

    private static Change place(Rule rule, YamlMap map, RuleSet set) {
        if (!map.has("place")) {
            return new Change(rule, Place.FIRST, null);
        }
        String written = map.text("place");
        int blank = written.lastIndexOf(' ');
        String other = blank < 0 ? null : written.substring(blank + 1);
        Place place = switch ((blank < 0 ? written : written.substring(0, blank)).toLowerCase(Locale.ROOT)) {
            case "first" -> Place.FIRST;
            case "last" -> Place.LAST;
            case "before" -> Place.BEFORE;
            case "after" -> Place.AFTER;
            case "instead of" -> Place.REPLACING;
            default -> throw map.unfit("place", "Give first, last, \"before ID\", \"after ID\" or \"instead of ID\".");
        };
        boolean needsOther = place != Place.FIRST && place != Place.LAST;
        if (needsOther != (other != null)) {
            throw map.unfit("place", needsOther ? "Name a rule behind it." : "It takes no id.");
        }
        if (other != null && set.rule(other) == null) {
            String nearest =
                    NearestName.among(set.rules().stream().map(Rule::id).toList(), other);
            throw map.unfit(
                    "place",
                    "There is no rule \"" + other + "\""
                            + (nearest == null
                                    ? "; classify --explain names rules."
                                    : "; did you mean \"" + nearest + "\"?"));
        }
        return new Change(rule, place, other);
    }

    private static void requireFree(RuleSet set, Change change, YamlMap map) {
        String id = change.rule().id();
        boolean replacesItself = change.place() == Place.REPLACING && id.equals(change.other());
        if (set.rule(id) != null && !replacesItself) {
            throw map.wrong(
                    "id",
                    "uses the rule id \"" + id + "\" of a built-in rule",
                    "Give it another id, or write \"place: instead of " + id + "\".");
        }
    }

    /** Rules of the file that cannot decide are wrong; built-in ones that no longer can were overridden. */
    private static List<String> checked(Path file, RuleSet set, Map<String, YamlMap> own) {
        List<String> notes = new ArrayList<>();
        for (Finding finding : RuleReach.check(set, rule -> own.containsKey(rule.id()))) {
            YamlMap rule = own.get(finding.rule());
            String before = String.join(", ", finding.before());
            if (rule == null) {
                notes.add(KIND + " " + file + ": the built-in rule " + finding.rule()
                        + " can no longer decide, because " + before + " holds whenever it does.");
            } else if (finding.problem() == RuleReach.Problem.CONFLICT) {
                throw rule.wrong(
                        "when",
                        "gives rule \"" + finding.rule() + "\" the condition of " + before + ", and another result",
                        "Remove one of them, or narrow \"when\".");
            } else {
                throw rule.wrong(
                        "when",
                        "lets rule \"" + finding.rule() + "\" never decide: in front of it, " + before
                                + " hold whenever it does",
                        "Place it before them, narrow them, or remove it.");
            }
        }
        return notes;
    }

    private static Redactor redactor(YamlMap map) {
        List<Redactor.TokenForm> tokens = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (YamlMap each : map.maps("redact", REDACT_KEYS)) {
            if (each.has("name") == each.has("prefix")) {
                throw each.wrong(
                        each.has("name") ? "name" : "prefix",
                        "has "
                                + (each.has("name")
                                        ? "both \"name\" and \"prefix\""
                                        : "neither \"name\" nor \"prefix\""),
                        "Give one: the name in front of a secret value, or the prefix of a token.");
            }
            if (each.has("name")) {
                names.add(each.text("name"));
                continue;
            }
            String prefix = each.text("prefix");
            if (prefix.length() < SHORTEST_PREFIX) {
                throw each.unfit("prefix", "Give at least " + SHORTEST_PREFIX + " characters.");
            }
            tokens.add(new Redactor.TokenForm(prefix, each.whole("at-least", 16, 1, 1_000)));
        }
        return Redactor.with(tokens, names);
    }

    /** An engine that goes by the file, or by the built-in rules alone. */
    public static RecoveryAnalysisEngine engine(@Nullable RuleFile file) {
        return file == null
                ? RecoveryAnalysisEngine.create()
                : new RecoveryAnalysisEngine(new FailureClassifier(file.rules()), new Fingerprinter(), file.redactor());
    }
}
