package io.ripresa.simulation;

import io.ripresa.model.FailureReport;
import java.util.List;
import java.util.Map;

/** Failures in the words in which they really arrive. */
public final class FailureTexts {

    private static final String CLIENT = "at com.acme.shop.OrderClient.send(OrderClient.java:61)";
    private static final String HANDLER = "at com.acme.shop.OrderTask.run(OrderTask.java:34)";

    private FailureTexts() {}

    public static FailureReport refused(String target, String method) {
        return new FailureReport(
                "java.net.ConnectException",
                "Connection refused",
                List.of(
                        "at java.net.http/jdk.internal.net.http.HttpClientImpl.send(HttpClientImpl.java:955)",
                        CLIENT,
                        HANDLER),
                List.of(new FailureReport.Cause("java.net.ConnectException", "Connection refused", List.of())),
                null,
                null,
                call(target, method));
    }

    public static FailureReport reset(String target, String method) {
        return new FailureReport(
                "java.net.SocketException",
                "Connection reset",
                List.of("at java.base/sun.nio.ch.SocketChannelImpl.read(SocketChannelImpl.java:394)", CLIENT, HANDLER),
                List.of(),
                null,
                null,
                call(target, method));
    }

    public static FailureReport readTimeout(String target, String method) {
        return new FailureReport(
                "java.net.SocketTimeoutException",
                "Read timed out",
                List.of("at java.base/sun.nio.ch.NioSocketImpl.timedRead(NioSocketImpl.java:288)", CLIENT, HANDLER),
                List.of(),
                null,
                null,
                call(target, method));
    }

    public static FailureReport unavailable(String target, String method) {
        return FailureReport.http(
                503, "503 Service Unavailable: upstream connect error or disconnect", call(target, method));
    }

    public static FailureReport unavailable(String target, String method, long retryAfterSeconds) {
        return FailureReport.http(503, "503 Service Unavailable: down for maintenance", call(target, method))
                .with(FailureReport.RETRY_AFTER, Long.toString(retryAfterSeconds));
    }

    public static FailureReport throttled(String target, String method, long retryAfterSeconds) {
        return FailureReport.http(429, "429 Too Many Requests: rate limit exceeded", call(target, method))
                .with(FailureReport.RETRY_AFTER, Long.toString(retryAfterSeconds));
    }

    public static FailureReport rejected(String target, String method) {
        return FailureReport.http(
                422, "422 Unprocessable Entity: field \"quantity\" must be greater than 0", call(target, method));
    }

    public static FailureReport revoked(String target, String method) {
        return FailureReport.http(401, "401 Unauthorized: the access token was revoked", call(target, method));
    }

    public static FailureReport malformed() {
        return new FailureReport(
                "com.fasterxml.jackson.core.JsonParseException",
                "Unexpected character ('<' (code 60)): expected a valid value (JSON String, Number, Array, Object or"
                        + " token 'null', 'true' or 'false')",
                List.of(HANDLER),
                List.of(),
                null,
                null,
                Map.of(FailureReport.RUNTIME, "java"));
    }

    public static FailureReport bug() {
        return new FailureReport(
                "java.lang.NullPointerException",
                "Cannot invoke \"com.acme.shop.Address.street()\" because \"address\" is null",
                List.of("at com.acme.shop.Label.print(Label.java:27)", HANDLER),
                List.of(),
                null,
                null,
                Map.of(FailureReport.RUNTIME, "java"));
    }

    public static FailureReport outOfMemory() {
        return new FailureReport(
                "java.lang.OutOfMemoryError",
                "Java heap space",
                List.of("at com.acme.shop.Label.render(Label.java:40)", HANDLER),
                List.of(),
                null,
                null,
                Map.of(FailureReport.RUNTIME, "java"));
    }

    public static FailureReport misconfigured() {
        return new FailureReport(
                "java.lang.ClassNotFoundException",
                "com.acme.shop.Printer",
                List.of("at com.acme.shop.Label.load(Label.java:12)", HANDLER),
                List.of(),
                null,
                null,
                Map.of(FailureReport.RUNTIME, "java"));
    }

    public static FailureReport unsaid() {
        return FailureReport.of(null, "E-7731: operation failed");
    }

    public static FailureReport conflict() {
        return new FailureReport(
                "org.postgresql.util.PSQLException",
                "ERROR: could not serialize access due to concurrent update",
                List.of("at com.acme.shop.Stock.reserve(Stock.java:88)", HANDLER),
                List.of(),
                null,
                "40001",
                Map.of(FailureReport.RUNTIME, "java"));
    }

    private static Map<String, String> call(String target, String method) {
        return Map.of(FailureReport.TARGET, target, FailureReport.METHOD, method, FailureReport.RUNTIME, "java");
    }
}
