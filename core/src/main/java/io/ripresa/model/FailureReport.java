package io.ripresa.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A failure as data, whatever the runtime it came from: what the classifier may read.
 *
 * @param type exception class or error code, or null
 * @param message the error text; may be empty
 * @param stack top frames, newest first; may be empty
 * @param causes the chain below, nearest first; may be empty
 * @param httpStatus status of the answer that failed the run, or null
 * @param sqlState SQLSTATE, or null
 * @param attributes further structured evidence under the keys named in this class, sorted by key
 */
public record FailureReport(
        @Nullable String type,
        String message,
        List<String> stack,
        List<Cause> causes,
        @Nullable Integer httpStatus,
        @Nullable String sqlState,
        Map<String, String> attributes) {

    /** Attribute: the {@code Retry-After} header as it was received, seconds or an HTTP date. */
    public static final String RETRY_AFTER = "retry-after";
    /** Attribute: {@code host:port} or another name of what was called. */
    public static final String TARGET = "target";
    /** Attribute: the request method of the call that failed. */
    public static final String METHOD = "method";
    /** Attribute: the runtime the text comes from: java, python, node, dotnet, go, ruby, sql, http, k8s, … */
    public static final String RUNTIME = "runtime";
    /** Attribute: the database vendor's own error number. */
    public static final String VENDOR_CODE = "vendor-code";
    /** Attribute: the account that a limit or quota belongs to; the workspace where it is absent. */
    public static final String ACCOUNT = "account";
    /**
     * Attribute: what the process that ran the task had too little of when the run failed, as dependencies are named,
     * apart by blanks: {@code memory@w-1 disk@w-1}.
     */
    public static final String SHORT_OF = "short-of";

    /** One link of an exception chain. */
    public record Cause(@Nullable String type, String message, List<String> stack) {
        public Cause {
            stack = List.copyOf(stack);
        }
    }

    private static final int MAX_FRAMES = 40;
    private static final int MAX_CAUSES = 12;

    public FailureReport {
        stack = List.copyOf(stack);
        causes = List.copyOf(causes);
        attributes = Collections.unmodifiableMap(new TreeMap<>(attributes));
    }

    /** A report of a type and a text alone. */
    public static FailureReport of(@Nullable String type, String message) {
        return new FailureReport(type, message, List.of(), List.of(), null, null, Map.of());
    }

    /** A report of an HTTP answer. */
    public static FailureReport http(int status, String message, Map<String, String> attributes) {
        return new FailureReport("HTTP " + status, message, List.of(), List.of(), status, null, attributes);
    }

    /** A report of a Java exception with its chain of causes; SQLSTATE and vendor code are taken from SQLExceptions. */
    public static FailureReport of(Throwable failure) {
        List<Cause> causes = new ArrayList<>();
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        seen.add(failure);
        String sqlState = sqlState(failure);
        Map<String, String> attributes = new TreeMap<>();
        attributes.put(RUNTIME, "java");
        putVendorCode(failure, attributes);
        Throwable cause = failure.getCause();
        while (cause != null && seen.add(cause) && causes.size() < MAX_CAUSES) {
            causes.add(new Cause(cause.getClass().getName(), text(cause), frames(cause)));
            if (sqlState == null) {
                sqlState = sqlState(cause);
                putVendorCode(cause, attributes);
            }
            cause = cause.getCause();
        }
        addSuppressed(failure, causes);
        return new FailureReport(
                failure.getClass().getName(), text(failure), frames(failure), causes, null, sqlState, attributes);
    }

    /**
     * What was suppressed counts only where an exception says nothing itself, as those do that gather others: a connection
     * that could not be closed says nothing of what failed before.
     */
    private static void addSuppressed(Throwable failure, List<Cause> causes) {
        if (!causes.isEmpty() || !text(failure).isBlank()) {
            return;
        }
        for (Throwable suppressed : failure.getSuppressed()) {
            if (causes.size() < MAX_CAUSES) {
                causes.add(new Cause(suppressed.getClass().getName(), text(suppressed), frames(suppressed)));
            }
        }
    }

    /** The value of an attribute, or null. */
    public @Nullable String attribute(String name) {
        return attributes.get(name);
    }

    /** This report with one attribute more. */
    public FailureReport with(String name, String value) {
        Map<String, String> more = new TreeMap<>(attributes);
        more.put(name, value);
        return new FailureReport(type, message, stack, causes, httpStatus, sqlState, more);
    }

    private static String text(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? "" : message;
    }

    private static List<String> frames(Throwable failure) {
        StackTraceElement[] trace = failure.getStackTrace();
        List<String> frames = new ArrayList<>();
        for (int i = 0; i < trace.length && i < MAX_FRAMES; i++) {
            frames.add("at " + trace[i]);
        }
        return frames;
    }

    private static @Nullable String sqlState(Throwable failure) {
        return failure instanceof java.sql.SQLException sql ? sql.getSQLState() : null;
    }

    private static void putVendorCode(Throwable failure, Map<String, String> attributes) {
        if (failure instanceof java.sql.SQLException sql && sql.getErrorCode() != 0) {
            attributes.putIfAbsent(VENDOR_CODE, Integer.toString(sql.getErrorCode()));
        }
    }
}
