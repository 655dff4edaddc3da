package io.ripresa.model;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A part of a run that it reports on its way. Any type of task may have stages of its own; those here are what most have.
 *
 * @param name 1 to 200 characters, the same in every run
 * @param outward whether it acts on the outside: a run that ended in or after such a stage may have taken effect
 * @param hungAfter how long a run may be in it without progress, more than zero, at most 7 days; null for what the type
 *     says, or what its history says
 */
public record ExecutionStage(
        String name, boolean outward, @Nullable Duration hungAfter) {

    /** Gets together what is needed. */
    public static final ExecutionStage PREPARE = inward("prepare");
    /** Asks or tells somebody outside. */
    public static final ExecutionStage CALL = outward("call");
    /** Makes sense of an answer. */
    public static final ExecutionStage PARSE = inward("parse");
    /** Looks whether it is as it should be. */
    public static final ExecutionStage VALIDATE = inward("validate");
    /** Keeps the result where others see it. */
    public static final ExecutionStage SAVE = outward("save");

    private static final int LONGEST_NAME = 200;
    private static final Duration LONGEST = Duration.ofDays(7);

    public ExecutionStage {
        if (name.isBlank() || name.length() > LONGEST_NAME) {
            throw new IllegalArgumentException(
                    "stage name \"" + name + "\" has " + name.length() + " characters; give it 1 to " + LONGEST_NAME);
        }
        requireLimit("hungAfter of stage \"" + name + "\"", hungAfter);
    }

    /** A stage that stays inside. */
    public static ExecutionStage inward(String name) {
        return new ExecutionStage(name, false, null);
    }

    /** A stage that acts on the outside. */
    public static ExecutionStage outward(String name) {
        return new ExecutionStage(name, true, null);
    }

    /** The same with a limit of its own. */
    public ExecutionStage hungAfter(Duration limit) {
        return new ExecutionStage(name, outward, limit);
    }

    /**
     * Whether a limit can be one.
     *
     * @param what names it in the message
     */
    public static void requireLimit(String what, @Nullable Duration limit) {
        if (limit != null && (limit.isNegative() || limit.isZero() || limit.compareTo(LONGEST) > 0)) {
            throw new IllegalArgumentException(what + " is " + limit + "; give more than zero, at most 7 days");
        }
    }
}
