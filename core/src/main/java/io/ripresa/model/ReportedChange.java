package io.ripresa.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that somebody changed outside, and said so: it may have mended what failed before.
 *
 * @param id given by who reports it, 1 to 100 characters: the same id is the same change
 * @param kind what was changed
 * @param scope what it was changed for
 * @param description a line for people, at most 500 characters; may be empty
 * @param actor who reports it
 * @param at when it took effect, store's clock: it says nothing about what failed later
 * @param reportedAt when it became known, store's clock
 */
public record ReportedChange(
        String id, Kind kind, Scope scope, String description, String actor, Instant at, Instant reportedAt) {

    /** Longest description. */
    public static final int MAX_DESCRIPTION = 500;

    /** What was changed. */
    public enum Kind {
        /** A new version runs. */
        DEPLOY,
        /** A password, key, token or permission. */
        CREDENTIAL,
        /** A quota, memory, a number of connections. */
        LIMIT,
        /** A setting. */
        CONFIGURATION
    }

    /**
     * What a change is about. What is not named is not narrowed down; something must be.
     *
     * @param workspace the one workspace, or null for all
     * @param types the types of tasks; empty for all
     * @param dependency what the tasks need, or null for whatever it is
     */
    public record Scope(
            @Nullable String workspace,
            List<String> types,
            @Nullable Dependency dependency) {
        public Scope {
            types = List.copyOf(types);
            if (workspace == null && types.isEmpty() && dependency == null) {
                throw new IllegalArgumentException(
                        "scope is empty; name a workspace, types, a dependency, or several of them");
            }
        }

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder();
            if (workspace != null) {
                text.append("workspace ").append(workspace);
            }
            if (!types.isEmpty()) {
                text.append(text.isEmpty() ? "" : ", ").append("type ").append(String.join(" or ", types));
            }
            if (dependency != null) {
                text.append(text.isEmpty() ? "" : ", ").append("dependency ").append(dependency);
            }
            return text.toString();
        }
    }

    public ReportedChange {
        Texts.requireText("id", id, 100);
        if (description.length() > MAX_DESCRIPTION) {
            throw new IllegalArgumentException("description has " + description.length() + " characters; at most "
                    + MAX_DESCRIPTION + " are kept");
        }
        if (actor.isBlank()) {
            throw new IllegalArgumentException("actor is empty; say who reports the change");
        }
    }

    /** The id of a change for which nobody gave one: the same kind, scope, description and time are the same change. */
    public static String idOf(Kind kind, Scope scope, String description, Instant at) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] hash = digest.digest(
                    (kind + "\n" + scope + "\n" + description + "\n" + at).getBytes(StandardCharsets.UTF_8));
            return "change-" + HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Whether it is the same change but for when it was reported and by whom. */
    public boolean isSameAs(ReportedChange other) {
        return id.equals(other.id) && kind == other.kind && scope.equals(other.scope);
    }
}
