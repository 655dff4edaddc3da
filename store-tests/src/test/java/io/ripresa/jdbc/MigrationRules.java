package io.ripresa.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a migration script may not do, because nodes of the version before are still at work: take away or rename what
 * they use, or demand what they do not do. Tables made by the script itself are the new version's own.
 */
final class MigrationRules {

    private static final Pattern COMMENT = Pattern.compile("--[^\\n]*|/\\*.*?\\*/", Pattern.DOTALL);
    private static final Pattern CREATED = Pattern.compile("^create table (?:if not exists )?(\\S+)");
    private static final Pattern TARGET = Pattern.compile(
            "^(?:alter table (?:if exists )?(?:only )?|drop table (?:if exists )?|truncate (?:table )?|delete from |"
                    + "create unique index .*? on )(?:only )?([\\w\".]+)");

    /** What is wrong, by how it is written. */
    private static final Map<Pattern, String> BREAKING = Map.of(
            Pattern.compile("^drop (table|view|schema|sequence)"), "takes away what the version before reads",
            Pattern.compile("^alter table .* drop (column |constraint )?"), "takes away what the version before uses",
            Pattern.compile("\\brename\\b"), "renames what the version before knows by its name",
            Pattern.compile("^alter table .* alter (column )?\\S+ (set data )?type\\b"),
                    "changes a type that the version before reads and writes",
            Pattern.compile("\\bset not null\\b"), "demands a value that the version before may leave out",
            Pattern.compile("\\badd (column )?(if not exists )?(?!constraint|primary|unique|check|foreign)\\S+ "
                            + "(?!.*\\bdefault\\b).*\\bnot null\\b"),
                    "demands a value that the version before does not know: give it a default",
            Pattern.compile("\\badd (constraint|primary key|unique|check|foreign key)\\b"),
                    "demands of rows what the version before does not keep to",
            Pattern.compile("\\badd (column )?(if not exists )?\\S+ .*\\b(unique|references|check)\\b"),
                    "demands of rows what the version before does not keep to",
            Pattern.compile("^create unique index"), "demands of rows what the version before does not keep to",
            Pattern.compile("^(truncate|delete from)"), "takes away rows that the version before works on");

    private MigrationRules() {}

    /** What is wrong with a script; nothing if nodes of the version before can go on. */
    static List<String> violations(String script) {
        List<String> found = new ArrayList<>();
        TreeSet<String> own = new TreeSet<>();
        for (String part : COMMENT.matcher(script).replaceAll(" ").split(";")) {
            String statement = part.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
            Matcher created = CREATED.matcher(statement);
            if (created.find()) {
                own.add(created.group(1));
            }
            Matcher target = TARGET.matcher(statement);
            if (target.find() && own.contains(target.group(1))) {
                continue;
            }
            TreeSet<String> reasons = new TreeSet<>();
            BREAKING.forEach((pattern, reason) -> {
                if (pattern.matcher(statement).find()) {
                    reasons.add(reason);
                }
            });
            reasons.forEach(reason -> found.add(reason + ": " + statement));
        }
        return found;
    }
}
