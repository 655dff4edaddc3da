package io.ripresa.web;

import org.jspecify.annotations.Nullable;

/** Ends a request with a {@link Problem}. */
final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    ProblemException(Problem problem) {
        super(problem.detail());
        this.problem = problem;
    }

    Problem problem() {
        return problem;
    }

    static ProblemException badField(String field, @Nullable String value, String detail, String fix) {
        return new ProblemException(new Problem(400, "Bad request", detail, field, value, fix));
    }

    static ProblemException notFound(String what, String id) {
        return new ProblemException(new Problem(
                404,
                "Not found",
                "There is no " + what + " \"" + id + "\".",
                "id",
                id,
                "Look it up in the list first."));
    }

    static ProblemException conflict(String detail, String fix) {
        return new ProblemException(Problem.of(409, "Conflict", detail, fix));
    }

    static ProblemException tooLarge(String field, String detail, String fix) {
        return new ProblemException(new Problem(413, "Content too large", detail, field, null, fix));
    }
}
