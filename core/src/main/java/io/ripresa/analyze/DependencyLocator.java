package io.ripresa.analyze;

import io.ripresa.model.Category;
import io.ripresa.model.Dependency;
import io.ripresa.model.FailureReport;
import io.ripresa.model.TaskDescriptor;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds what an error points to: the {@code target} attribute; then an address in the texts, from the root cause
 * outwards; then a name that did not resolve, or a database; then the one dependency that the task declares, where the
 * error says that something was not available. Linear time.
 */
final class DependencyLocator {

    /** After these words stands a name that did not resolve. */
    private static final List<String> BEFORE_NAME = List.of(
            "enotfound ",
            "eai_again ",
            "unknownhostexception: ",
            "could not resolve host: ",
            "could not resolve hostname ",
            "unable to resolve host ",
            "failed to resolve '",
            "could not translate host name \"",
            "lookup ");

    /** What stands in quotes behind a word, and how it is called. */
    private record Kind(String word, String prefix) {}

    private static final List<Kind> KINDS =
            List.of(new Kind("database ", "db:"), new Kind("queue ", "queue:"), new Kind("topic ", "topic:"));

    /** First words of models' names. */
    private static final Set<String> MAKES = Set.of(
            "gpt", "o1", "o3", "o4", "claude", "gemini", "text", "llama", "mistral", "command", "deepseek", "grok");

    private static final Set<String> VARIANTS = Set.of(
            "turbo", "mini", "nano", "pro", "flash", "lite", "sonnet", "opus", "haiku", "embedding", "large", "small");

    private DependencyLocator() {}

    static @Nullable Dependency locate(FailureReport report, List<Link> links, TaskDescriptor task, Category category) {
        String target = report.attribute(FailureReport.TARGET);
        if (target != null && !target.isBlank()) {
            return fromTarget(target.strip());
        }
        for (Link link : links) {
            Dependency found = EndpointReader.read(link.text());
            if (found != null) {
                return found;
            }
        }
        if (!category.isAvailability()) {
            return null;
        }
        for (Link link : links) {
            Dependency found = named(link, task);
            if (found != null) {
                return found;
            }
        }
        return task.dependencies().size() == 1 ? task.dependencies().get(0) : null;
    }

    private static Dependency fromTarget(String target) {
        Dependency endpoint = EndpointReader.whole(target);
        return endpoint != null ? endpoint : new Dependency(clean(target));
    }

    /** A name of the caller's own choice, made fit for a name. */
    private static String clean(String target) {
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < target.length() && i < 200; i++) {
            char c = target.charAt(i);
            name.append(Character.isISOControl(c) ? '-' : c);
        }
        return name.toString();
    }

    private static @Nullable Dependency named(Link link, TaskDescriptor task) {
        String host = unresolved(link);
        if (host != null) {
            for (Dependency declared : task.dependencies()) {
                if (declared.name().startsWith(host.toLowerCase(Locale.ROOT) + ":")) {
                    return declared;
                }
            }
            return new Dependency(host);
        }
        for (Kind kind : KINDS) {
            String name = quotedAfter(link.text(), kind.word());
            if (name != null) {
                return new Dependency(kind.prefix() + name);
            }
        }
        String model = model(link.words());
        return model == null ? null : new Dependency("model:" + model);
    }

    /** {@code Rate limit reached for gpt-4o in organization …}, {@code model gpt-4o is overloaded}: provider's models. */
    private static @Nullable String model(Words words) {
        for (int i = 0; i + 1 < words.size(); i++) {
            boolean named = words.is(i, "model") || words.is(i, "for") && words.is(i - 1, "reached");
            if (named && words.has(i + 1) && MAKES.contains(words.at(i + 1))) {
                StringBuilder name = new StringBuilder(words.at(i + 1));
                for (int next = i + 2; next <= i + 4 && isVersion(words, next); next++) {
                    name.append('-').append(words.at(next));
                }
                return name.toString();
            }
        }
        return null;
    }

    private static boolean isVersion(Words words, int at) {
        return words.has(at) && (Character.isDigit(words.charAt(at, 0)) || VARIANTS.contains(words.at(at)));
    }

    private static @Nullable String unresolved(Link link) {
        String text = link.text();
        String type = link.type();
        if (type != null && type.endsWith("UnknownHostException")) {
            return hostAt(text, 0);
        }
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.length() != text.length()) {
            return null;
        }
        for (String words : BEFORE_NAME) {
            int at = lower.indexOf(words);
            if (at >= 0) {
                return hostAt(text, at + words.length());
            }
        }
        return null;
    }

    private static @Nullable String hostAt(String text, int from) {
        int end = from;
        while (end < text.length() && EndpointReader.isHostCharacter(text.charAt(end))) {
            end++;
        }
        String host = text.substring(from, end);
        if (host.endsWith(".")) {
            host = host.substring(0, host.length() - 1);
        }
        return EndpointReader.isHost(host) ? host : null;
    }

    /** The value in quotes behind a word: a name that somebody gave, at most 64 characters. */
    private static @Nullable String quotedAfter(String text, String word) {
        int at = text.toLowerCase(Locale.ROOT).indexOf(word);
        int open = at + word.length();
        if (at < 0 || open >= text.length() || text.charAt(open) != '"' && text.charAt(open) != '\'') {
            return null;
        }
        int close = text.indexOf(text.charAt(open), open + 1);
        boolean fits = close > open + 1 && close - open <= 65;
        String name = fits ? text.substring(open + 1, close) : "";
        return EndpointReader.isHost(name) ? name : null;
    }
}
