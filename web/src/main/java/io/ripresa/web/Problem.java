package io.ripresa.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * An answer that says what went wrong (RFC 9457), with the field, its value and the fix where they are known.
 *
 * @param status the HTTP status
 * @param title what kind of problem
 * @param detail what went wrong, a sentence
 * @param field the field of the request that is wrong, or null
 * @param value its value, shortened, or null
 * @param fix what to do, or null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
        int status,
        String title,
        String detail,
        @Nullable String field,
        @Nullable String value,
        @Nullable String fix) {

    private static final int MAX_VALUE = 120;

    public Problem {
        if (value != null) {
            value = shortened(value);
        }
    }

    static Problem of(int status, String title, String detail, @Nullable String fix) {
        return new Problem(status, title, detail, null, null, fix);
    }

    private static String shortened(String text) {
        String oneLine = text.replaceAll("\\p{Cntrl}+", " ");
        return oneLine.length() <= MAX_VALUE ? oneLine : oneLine.substring(0, MAX_VALUE) + "…";
    }
}
