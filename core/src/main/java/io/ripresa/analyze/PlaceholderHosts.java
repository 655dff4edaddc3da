package io.ripresa.analyze;

import java.util.List;
import java.util.stream.Stream;

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
            "bucket",
            "database",
            "db",
            "workspace",
            "endpoint",
            "instance",
            "name",
            "project",
            "region",
            "resource");

    private static final List<Phrase> NO_NAME = Stream.of(
                    "enotfound undefined",
                    "enotfound null",
                    "enotfound none",
                    "enotfound http",
                    "enotfound https",
                    "enotfound $",
                    "lookup https",
                    "lookup http",
                    "resolve host https",
                    "resolve host http",
                    "unknownhostexception http",
                    "unknownhostexception https",
                    "unknownhostexception null",
                    "lookup undefined",
                    "lookup null",
                    "resolve host undefined",
                    "resolve host null",
                    "changeme",
                    "change_me",
                    "replaceme",
                    "replace_me")
            .map(Phrase::of)
            .toList();

    private PlaceholderHosts() {}

    static boolean isIn(Link link) {
        String text = link.text();
        boolean unfilled =
                text.contains("${") || text.contains("{{") || text.contains("<your") || text.contains("<host");
        return unfilled || NO_NAME.stream().anyMatch(phrase -> phrase.isIn(link.words())) || saysYour(text);
    }

    /** {@code proxy.yourcorp.com}, {@code your-tenant.example}, {@code YOUR_HOST}. */
    private static boolean saysYour(String text) {
        List<String> words = Words.split(text);
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (!word.startsWith("your")) {
                continue;
            }
            if (word.startsWith("your_")) {
                return true;
            }
            String thing = word.substring(4).replace("_", "");
            boolean joined = i + 1 < words.size()
                    && text.toLowerCase(java.util.Locale.ROOT).contains("your-" + words.get(i + 1));
            if (THINGS.contains(thing) || thing.isEmpty() && joined) {
                return true;
            }
        }
        return false;
    }
}
