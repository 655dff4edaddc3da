package io.ripresa.web;

import io.ripresa.model.IllegalTransitionException;
import io.ripresa.spi.StoreException;
import io.ripresa.spi.TaskSystemException;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Turns what goes wrong in this package's controllers into a {@link Problem}. Nothing of a stack trace gets out. */
@Order(Ordered.HIGHEST_PRECEDENCE)
@RestControllerAdvice(basePackageClasses = ProblemAdvice.class)
final class ProblemAdvice {

    private static final System.Logger LOG = System.getLogger(ProblemAdvice.class.getName());

    private static final int UNAVAILABLE = 503;
    static final String RETRY_AFTER_SECONDS = "5";

    @ExceptionHandler(ProblemException.class)
    ResponseEntity<Problem> problem(ProblemException e) {
        return answer(e.problem());
    }

    @ExceptionHandler({HttpMessageNotReadableException.class, JacksonException.class})
    ResponseEntity<Problem> unreadable(Exception e) {
        // What was refused while reading says more than the reader's complaint around it.
        ProblemException refused = find(ProblemException.class, e);
        if (refused != null) {
            return answer(refused.problem());
        }
        JacksonException json = find(JacksonException.class, e);
        if (json != null) {
            return answer(malformed(json));
        }
        return answer(Problem.of(400, "Bad request", "The request has no body.", "Send a JSON object."));
    }

    private static <T extends Throwable> @Nullable T find(Class<T> type, Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }

    @ExceptionHandler(IllegalArgumentException.class)
    ResponseEntity<Problem> badArgument(IllegalArgumentException e) {
        return answer(Problem.of(400, "Bad request", message(e), null));
    }

    @ExceptionHandler(NoSuchElementException.class)
    ResponseEntity<Problem> missing(NoSuchElementException e) {
        return answer(Problem.of(404, "Not found", message(e), "Look it up in the list first."));
    }

    @ExceptionHandler({IllegalTransitionException.class, IllegalStateException.class})
    ResponseEntity<Problem> conflict(IllegalStateException e) {
        return answer(Problem.of(409, "Conflict", message(e), "Read it again: it may have moved on."));
    }

    @ExceptionHandler({StoreException.class, TaskSystemException.class})
    ResponseEntity<Problem> unavailable(RuntimeException e) {
        LOG.log(
                System.Logger.Level.WARNING,
                "request could not be answered, the caller is told to try again: {0}",
                e.getMessage());
        return answer(Problem.of(
                503, "Not available", "The database or the task system does not answer now.", "Try again in a while."));
    }

    @ExceptionHandler(MethodArgumentTypeMismatchException.class)
    ResponseEntity<Problem> badParameter(MethodArgumentTypeMismatchException e) {
        Class<?> required = e.getRequiredType();
        String fix = required != null && required.isEnum()
                ? "Give one of " + List.of(required.getEnumConstants()) + "."
                : "Give a whole number.";
        Object value = e.getValue();
        return answer(new Problem(
                400,
                "Bad request",
                "Parameter \"" + e.getName() + "\" has the value \"" + value + "\", which cannot be read.",
                e.getName(),
                value == null ? null : value.toString(),
                fix));
    }

    @ExceptionHandler(MissingServletRequestParameterException.class)
    ResponseEntity<Problem> missingParameter(MissingServletRequestParameterException e) {
        return answer(new Problem(
                400,
                "Bad request",
                "Parameter \"" + e.getParameterName() + "\" is missing.",
                e.getParameterName(),
                null,
                "Add it to the address."));
    }

    private static Problem malformed(JacksonException e) {
        String where = path(e);
        if (e instanceof UnrecognizedPropertyException unknown) {
            return new Problem(
                    400,
                    "Unknown field",
                    "Field \"" + where + "\" is not known.",
                    where,
                    null,
                    "Known fields here: " + sorted(unknown) + ".");
        }
        if (e instanceof InvalidFormatException bad) {
            return new Problem(
                    400,
                    "Bad value",
                    "Field \"" + where + "\" cannot be read as "
                            + bad.getTargetType().getSimpleName() + ".",
                    where,
                    String.valueOf(bad.getValue()),
                    fix(bad.getTargetType()));
        }
        if (e instanceof DatabindException) {
            return new Problem(
                    400, "Bad value", "Field \"" + where + "\": " + e.getOriginalMessage(), where, null, null);
        }
        return Problem.of(
                400,
                "Malformed JSON",
                "The body is not well-formed JSON at line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr() + ".",
                "Check quotes, commas and brackets there.");
    }

    private static String fix(Class<?> type) {
        if (type.isEnum()) {
            return "Give one of " + List.of(type.getEnumConstants()) + ".";
        }
        return type == java.time.Instant.class
                ? "Give a time like \"2026-11-23T18:00:00Z\"."
                : "Give a " + type.getSimpleName() + ".";
    }

    private static List<String> sorted(UnrecognizedPropertyException e) {
        var known = e.getKnownPropertyIds();
        return known == null
                ? List.of()
                : known.stream().map(String::valueOf).sorted().toList();
    }

    private static String path(JacksonException e) {
        StringBuilder path = new StringBuilder();
        for (JacksonException.Reference step : e.getPath()) {
            String name = step.getPropertyName();
            if (name == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(name);
            }
        }
        return path.isEmpty() ? "body" : path.toString();
    }

    private static String message(Exception e) {
        @Nullable String message = e.getMessage();
        return message == null ? "The request cannot be carried out." : message;
    }

    private static ResponseEntity<Problem> answer(Problem problem) {
        ResponseEntity.BodyBuilder answer =
                ResponseEntity.status(problem.status()).contentType(MediaType.APPLICATION_PROBLEM_JSON);
        if (problem.status() == UNAVAILABLE) {
            answer.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        return answer.body(problem);
    }
}
