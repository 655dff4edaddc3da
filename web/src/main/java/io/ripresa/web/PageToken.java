package io.ripresa.web;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * The token by which the application around this recognises changes that its own pages ask for, where its protection
 * against forged requests hands one out. Safe for use by many threads.
 */
public interface PageToken {

    /** The application asks for none, or hands it out by a cookie of its own. */
    PageToken NONE = request -> null;

    /** The token for whoever sends this request, or null. */
    @Nullable Token of(HttpServletRequest request);

    /**
     * @param header name of the header that must carry it
     * @param token its value
     */
    record Token(String header, String token) {}
}
