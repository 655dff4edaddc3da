package io.ripresa.spring;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;

/**
 * The HTTP call that a run made last, on the thread of its handler: a {@code RestClient} does not say in its exceptions
 * whom it had called.
 */
final class CallsOfRun {

    private static final ThreadLocal<CallsOfRun> CURRENT = new ThreadLocal<>();

    private @Nullable String target;
    private @Nullable String method;

    /** A run begins on this thread. */
    static CallsOfRun begin() {
        CallsOfRun calls = new CallsOfRun();
        CURRENT.set(calls);
        return calls;
    }

    /** No run is on this thread any more. */
    static void end() {
        CURRENT.remove();
    }

    /** A call is about to be made; remembered where a run makes it. */
    static void made(HttpMethod method, URI address) {
        CallsOfRun calls = CURRENT.get();
        if (calls != null) {
            calls.target = target(address);
            calls.method = method.name();
        }
    }

    private static @Nullable String target(URI address) {
        if (address.getHost() == null) {
            return null;
        }
        int port = address.getPort() > 0 ? address.getPort() : "https".equals(address.getScheme()) ? 443 : 80;
        return address.getHost() + ":" + port;
    }

    /** {@code host:port} of the last call, or null. */
    @Nullable String target() {
        return target;
    }

    /** Method of the last call, or null. */
    @Nullable String method() {
        return method;
    }
}
