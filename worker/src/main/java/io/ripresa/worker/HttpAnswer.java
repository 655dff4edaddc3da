package io.ripresa.worker;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An answer to an HTTP call.
 *
 * @param status the status code
 * @param reason the text beside it; may be empty
 * @param headers by lower-case name; of several of one name the first
 * @param excerpt the beginning of the body, as text
 */
record HttpAnswer(int status, String reason, Map<String, String> headers, String excerpt) {

    boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    @Nullable String header(String lowerCaseName) {
        return headers.get(lowerCaseName);
    }
}
