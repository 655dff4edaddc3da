package io.ripresa.analyze;

import java.util.List;
import java.util.Locale;
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

    private static final List<String> NOBODY = List.of("undefined:", "null:", "None:", "unknown:");
    private static final String BEFORE_A_HOST = " '\"/@";
    private static final int SHORTEST_PORT = 2;
    private static final int LONGEST_PORT = 5;

    private PlaceholderHosts() {}

    static boolean isIn(Link link) {
        String text = link.text();
        boolean unfilled =
                text.contains("${") || text.contains("{{") || text.contains("<your") || text.contains("<host");
        return unfilled
                || NO_NAME.stream().anyMatch(phrase -> phrase.isIn(link.words()))
                || saysYour(text, link.words())
                || hasCapitalPart(text);
    }

    /** {@code rhui3.REGION.aws.example.com}: a part in capitals that names what belongs there. */
    private static boolean hasCapitalPart(String text) {
        for (int dot = text.indexOf('.'); dot >= 0; dot = text.indexOf('.', dot + 1)) {
            int end = dot + 1;
            while (end < text.length() && text.charAt(end) >= 'A' && text.charAt(end) <= 'Z') {
                end++;
            }
            boolean inside = end < text.length() && text.charAt(end) == '.';
            if (inside && THINGS.contains(text.substring(dot + 1, end).toLowerCase(Locale.ROOT))) {
                return true;
            }
        }
        return false;
    }

    /** {@code 'undefined:27017'}, {@code tcp://null:61616}: a port of nobody. */
    static boolean isPortOfNobody(Link link) {
        String text = link.text();
        for (String nobody : NOBODY) {
            for (int at = text.indexOf(nobody); at >= 0; at = text.indexOf(nobody, at + 1)) {
                int digits = at + nobody.length();
                int end = digits;
                while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
                    end++;
                }
                boolean begins = at == 0 || BEFORE_A_HOST.indexOf(text.charAt(at - 1)) >= 0;
                if (begins && end - digits >= SHORTEST_PORT && end - digits <= LONGEST_PORT) {
                    return true;
                }
            }
        }
        return false;
    }

    /** {@code proxy.yourcorp.com}, {@code your-tenant.example}, {@code YOUR_HOST}. */
    private static boolean saysYour(String text, Words words) {
        for (int i = 0; i < words.size(); i++) {
            if (!words.startsWith(i, "your")) {
                continue;
            }
            String word = words.at(i);
            if (word.startsWith("your_")) {
                return true;
            }
            String thing = word.substring(4).replace("_", "");
            boolean joined =
                    i + 1 < words.size() && text.toLowerCase(Locale.ROOT).contains("your-" + words.at(i + 1));
            if (THINGS.contains(thing) || thing.isEmpty() && joined) {
                return true;
            }
        }
        return false;
    }
}
