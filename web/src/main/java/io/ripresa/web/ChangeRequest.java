package io.ripresa.web;

import io.ripresa.model.Dependency;
import io.ripresa.model.ReportedChange;
import io.ripresa.model.ReportedChange.Kind;
import io.ripresa.model.ReportedChange.Scope;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A change that somebody made outside, as it is reported.
 *
 * @param id the same for the same change, so that it may be sent again; derived from the rest where absent
 * @param kind {@code deploy}, {@code credential}, {@code limit} or {@code configuration}
 * @param scope what it was changed for
 * @param description a line for people
 * @param at when it took effect; now where absent
 * @param actor who reports it, where nobody is signed in
 */
public record ChangeRequest(
        @Nullable String id,
        @Nullable String kind,
        @Nullable ScopeRequest scope,
        @Nullable String description,
        @Nullable Instant at,
        @Nullable String actor) {

    private static final List<String> KINDS =
            Arrays.stream(Kind.values()).map(ChangeRequest::name).toList();

    /**
     * What a change is about; what is absent is not narrowed down, and one of them must be there.
     *
     * @param workspace the workspace
     * @param types the types of tasks
     * @param dependency what the tasks need
     */
    public record ScopeRequest(
            @Nullable String workspace,
            @Nullable List<String> types,
            @Nullable String dependency) {

        private Scope read() {
            List<String> named = types == null ? List.of() : types;
            if (named.stream().anyMatch(type -> type == null || type.isBlank())) {
                throw ProblemException.badField(
                        "scope.types",
                        named.toString(),
                        "Field \"scope.types\" has an entry that names nothing.",
                        "Give the types' names, or leave the field out for all types.");
            }
            if (workspace != null && workspace.isBlank()) {
                throw ProblemException.badField(
                        "scope.workspace",
                        workspace,
                        "Field \"scope.workspace\" is empty.",
                        "Give the workspace's name, or leave the field out for all workspaces.");
            }
            if (workspace == null && named.isEmpty() && dependency == null) {
                throw nothingNamed();
            }
            return new Scope(workspace, named, dependency == null ? null : needed(dependency));
        }

        private static Dependency needed(String name) {
            try {
                return new Dependency(name);
            } catch (IllegalArgumentException e) {
                throw ProblemException.badField(
                        "scope.dependency",
                        name,
                        "Field \"scope.dependency\" names nothing: " + e.getMessage() + ".",
                        "Give a name like \"payments.internal:443\" or \"db:orders\".");
            }
        }
    }

    private static ProblemException nothingNamed() {
        return ProblemException.badField(
                "scope",
                null,
                "Field \"scope\" is missing or names nothing.",
                "Say what was changed for: \"workspace\", \"types\", \"dependency\", or several of them.");
    }

    /** How a kind is written in requests and answers. */
    static String name(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    Kind readKind() {
        String wanted = kind == null ? "" : kind.strip().toLowerCase(Locale.ROOT);
        if (!KINDS.contains(wanted)) {
            throw ProblemException.badField(
                    "kind",
                    kind,
                    "Field \"kind\" is " + (kind == null ? "missing." : "no kind of change."),
                    "Give one of " + KINDS + ".");
        }
        return Kind.valueOf(wanted.toUpperCase(Locale.ROOT));
    }

    Scope readScope() {
        if (scope == null) {
            throw nothingNamed();
        }
        return scope.read();
    }

    @Nullable String readId() {
        return id == null ? null : line("id", id, 100);
    }

    String readDescription() {
        return description == null || description.isBlank()
                ? ""
                : line("description", description, ReportedChange.MAX_DESCRIPTION);
    }

    private static String line(String field, String value, int max) {
        if (value.isBlank() || value.length() > max || value.chars().anyMatch(Character::isISOControl)) {
            throw ProblemException.badField(
                    field,
                    value,
                    "Field \"" + field + "\" is empty, too long or has control characters.",
                    "Give one line of at most " + max + " characters.");
        }
        return value.strip();
    }
}
