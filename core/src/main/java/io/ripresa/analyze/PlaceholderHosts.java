package io.ripresa.analyze;

import java.util.List;

/** Recognises host names that nobody filled in. */
final class PlaceholderHosts {

    private static final List<String> THINGS = List.of(
            "corp",
            "company",
            "domain",
            "host",
            "hostname",
            "server",
            "org",
            "proxy",
            "site",
            "app",
            "tenant",
            "account",
            "cluster",
            "endpoint",
            "instance");
    private static final List<String> WHOLE =
            List.of("changeme", "undefined", "null", "none", "placeholder", "todo", "xxx");

    private PlaceholderHosts() {}

    static boolean isIn(String text) {
        if (text.contains("${") || text.contains("{{") && text.contains("}}")) {
            return true;
        }
        for (String word : Words.split(text)) {
            if (WHOLE.contains(word)) {
                return true;
            }
            if (word.startsWith("your")) {
                String thing = word.substring(4);
                String bare = thing.startsWith("_") ? thing.substring(1) : thing;
                if (THINGS.contains(bare)) {
                    return true;
                }
            }
        }
        return text.contains("your-") || text.contains("<host>") || text.contains("<your");
    }
}
