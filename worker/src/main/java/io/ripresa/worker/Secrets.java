package io.ripresa.worker;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The secrets of one call: resolved when it is made, taken out of whatever is reported of it. Used by one thread. */
final class Secrets {

    static final String OPENING = "${secret:";
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{secret:([^}]*)}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]{1,64}");

    private final SecretSource source;
    private final Set<String> used = new LinkedHashSet<>();

    Secrets(SecretSource source) {
        this.source = source;
    }

    /**
     * Checks the references in a text without resolving them.
     *
     * @throws IllegalArgumentException if one is malformed
     */
    static void check(String field, String text) {
        Matcher references = REFERENCE.matcher(text);
        while (references.find()) {
            if (!NAME.matcher(references.group(1)).matches()) {
                throw new IllegalArgumentException("payload field \"" + field + "\" refers to secret \""
                        + references.group(1) + "\"; a name has 1 to 64 characters of [A-Za-z0-9_]");
            }
        }
        if (references.replaceAll("").contains(OPENING)) {
            throw new IllegalArgumentException(
                    "payload field \"" + field + "\" has a reference without an end; write " + OPENING + "NAME}");
        }
    }

    /** The text with its references replaced. */
    String resolve(String text) {
        return REFERENCE.matcher(text).replaceAll(found -> Matcher.quoteReplacement(value(found.group(1))));
    }

    private String value(String name) {
        @Nullable String value = source.secret(name);
        if (value == null || value.isEmpty()) {
            throw new SecretMissingException("secret " + name + " is not set; set the environment variable "
                    + SecretSource.ENVIRONMENT_PREFIX + name + " of the worker, or what it reads secrets from");
        }
        if (value.chars().anyMatch(c -> c < ' ' || c > '~')) {
            throw new SecretMissingException("secret " + name
                    + " has characters that a header cannot carry; it must be printable ASCII on one line");
        }
        used.add(value);
        return value;
    }

    /** The text without the values that were resolved. */
    String redact(String text) {
        String redacted = text;
        for (String value : used) {
            redacted = redacted.replace(value, "***");
        }
        return redacted;
    }
}
