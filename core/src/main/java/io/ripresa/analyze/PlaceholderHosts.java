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
            "organization",
            "proxy",
            "site",
            "app",
            "tenant",
            "account",
            "cluster",
            "endpoint",
            "instance",
            "name",
            "project",
            "region",
            "resource");

    private static final Condition NO_NAME = Condition.says("""
            enotfound undefined | enotfound null | enotfound none | enotfound http | enotfound https | enotfound $
            unknownhostexception null | lookup undefined | lookup null | resolve host undefined | resolve host null
            changeme | change_me | replaceme | replace_me
            """);

    private PlaceholderHosts() {}

    static boolean isIn(Evidence evidence, Link link) {
        String text = link.text();
        boolean unfilled =
                text.contains("${") || text.contains("{{") || text.contains("<your") || text.contains("<host");
        return unfilled || NO_NAME.holds(evidence, link) || saysYour(text);
    }

    /** {@code proxy.yourcorp.com}, {@code your-tenant.example}, {@code YOUR_HOST}. */
    private static boolean saysYour(String text) {
        List<String> words = Words.split(text);
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (!word.startsWith("your")) {
                continue;
            }
            String thing = word.substring(4).replace("_", "");
            boolean joined = i + 1 < words.size()
                    && text.toLowerCase(java.util.Locale.ROOT).contains("your-" + words.get(i + 1));
            if (THINGS.contains(thing) || thing.isEmpty() && joined && THINGS.contains(words.get(i + 1))) {
                return true;
            }
        }
        return false;
    }
}
