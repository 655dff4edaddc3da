package io.ripresa.worker;

import io.ripresa.model.FailureReport;
import io.ripresa.model.SideEffects;
import io.ripresa.model.TaskDescriptor.Safety;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks of the built-in type {@code http}: one HTTP call. Thread-safe.
 *
 * <p>The payload is a JSON object: {@code url} (required), {@code method} (GET), {@code headers}, {@code body} (text, or
 * any other JSON, which is sent as such), {@code timeout} (5 s; seconds, or ISO-8601). What is not known is refused.
 *
 * <p>GET, HEAD, OPTIONS, PUT and DELETE are declared idempotent (RFC 9110, 9.2.2). POST and PATCH are keyed where the
 * payload gives a header {@code Idempotency-Key} (in its value, {@code ${task.key}} stands for the task's own key), else
 * unsafe. Without that header the task's key is sent all the same: it does no harm, but promises nothing.
 *
 * <p>An answer of 2xx is success. Redirects are not followed: they fail the run. The target must be on the allow-list
 * when the task is submitted and when it runs, and the address that it then resolves to is both checked and connected
 * to. What remains: an allowed server may itself pass a call on to wherever it likes.
 *
 * <p>{@code ${secret:NAME}} in the value of a header is resolved when the call is made; it is neither stored nor
 * reported.
 */
public final class HttpHandler implements TaskHandler {

    /** Name of the type. */
    public static final String NAME = "http";

    private static final String KEY_PLACEHOLDER = "${task.key}";
    private static final Duration LEAST_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration MARGIN = Duration.ofSeconds(5);

    private final HttpTargets targets;
    private final SecretSource secrets;
    private final Resolver resolver;
    private final HttpCaller caller;

    /** Turns a name into addresses. */
    interface Resolver {
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    public HttpHandler(HttpTargets targets, SecretSource secrets, InstantSource clock) {
        this(
                targets,
                secrets,
                InetAddress::getAllByName,
                new HttpCaller((SSLSocketFactory) SSLSocketFactory.getDefault(), clock));
    }

    HttpHandler(HttpTargets targets, SecretSource secrets, Resolver resolver, HttpCaller caller) {
        this.targets = targets;
        this.secrets = secrets;
        this.resolver = resolver;
        this.caller = caller;
    }

    /** The type that this handler runs. */
    public static TaskType type() {
        return new TaskType(
                NAME, new Safety(SideEffects.IDEMPOTENT, true, Safety.DEFAULT_KEY_VALIDITY), LEAST_TIMEOUT, List.of());
    }

    @Override
    public TaskType inspect(TaskType declared, String payload) {
        HttpCallSpec spec = HttpCallSpec.parse(payload);
        targets.require(spec.host(), spec.port());
        Duration needed = spec.timeout().plus(MARGIN);
        return declared.sideEffects(sideEffects(spec))
                .timeout(needed.compareTo(declared.timeout()) > 0 ? needed : declared.timeout())
                .dependencies(spec.endpoint());
    }

    private static SideEffects sideEffects(HttpCallSpec spec) {
        return switch (spec.method()) {
            case "POST", "PATCH" -> spec.has(HttpCallSpec.KEY_HEADER) ? SideEffects.KEYED : SideEffects.UNSAFE;
            default -> SideEffects.IDEMPOTENT;
        };
    }

    @Override
    public void run(TaskContext context) throws RunFailedException {
        HttpCallSpec spec = HttpCallSpec.parse(context.payload());
        Secrets values = new Secrets(secrets);
        HttpAnswer answer;
        try {
            List<InetAddress> addresses = targets.filter(spec.host(), spec.port(), resolver.resolve(address(spec)));
            Duration left = context.remaining();
            Duration timeout = left.compareTo(spec.timeout()) < 0 ? left : spec.timeout();
            answer = caller.call(spec, headers(spec, context, values), addresses, timeout);
        } catch (IOException | TargetNotAllowedException | SecretMissingException e) {
            throw new RunFailedException(evidence(redacted(FailureReport.of(e), values), spec, null), e);
        }
        if (!answer.isSuccess()) {
            String message = values.redact(describe(answer));
            throw new RunFailedException(
                    evidence(FailureReport.http(answer.status(), message, Map.of()), spec, answer), null);
        }
    }

    /** Brackets around an IPv6 address belong to the URL, not to the address. */
    private static String address(HttpCallSpec spec) {
        String host = spec.host();
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    private static Map<String, String> headers(HttpCallSpec spec, TaskContext context, Secrets secrets) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("User-Agent", "Ripresa");
        headers.put("Accept", "*/*");
        if (spec.body() != null && !spec.has("Content-Type")) {
            headers.put("Content-Type", spec.json() ? "application/json" : "text/plain; charset=utf-8");
        }
        String key = asHeader(context.idempotencyKey());
        if (!spec.has(HttpCallSpec.KEY_HEADER)) {
            headers.put(HttpCallSpec.KEY_HEADER, key);
        }
        spec.headers().forEach((name, value) -> {
            headers.keySet().removeIf(name::equalsIgnoreCase);
            headers.put(name, secrets.resolve(value.replace(KEY_PLACEHOLDER, key)));
        });
        return headers;
    }

    /** Percent-encodes what a header cannot carry. */
    private static String asHeader(String key) {
        StringBuilder text = new StringBuilder();
        for (byte b : key.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = b > ' ' && b < 0x7f && b != '%';
            text.append(plain ? String.valueOf((char) b) : String.format("%%%02X", b & 0xff));
        }
        return text.toString();
    }

    private static String describe(HttpAnswer answer) {
        StringBuilder text = new StringBuilder("answered ").append(answer.status());
        if (!answer.reason().isEmpty()) {
            text.append(' ').append(answer.reason());
        }
        if (answer.status() >= 300 && answer.status() < 400) {
            text.append("; redirects are not followed");
            @Nullable String location = answer.header("location");
            if (location != null) {
                text.append(" (to ").append(withoutQuery(location)).append(')');
            }
        }
        String body = answer.excerpt().strip();
        return body.isEmpty() ? text.toString() : text.append(": ").append(body).toString();
    }

    private static String withoutQuery(String location) {
        int end = location.indexOf('?');
        String path = end < 0 ? location : location.substring(0, end);
        return path.substring(0, Math.min(path.length(), 200));
    }

    private static FailureReport evidence(FailureReport report, HttpCallSpec spec, @Nullable HttpAnswer answer) {
        FailureReport evidence =
                report.with(FailureReport.TARGET, spec.endpoint().name()).with(FailureReport.METHOD, spec.method());
        @Nullable String retryAfter = answer == null ? null : answer.header("retry-after");
        return retryAfter == null
                ? evidence
                : evidence.with(FailureReport.RETRY_AFTER, retryAfter.substring(0, Math.min(retryAfter.length(), 100)));
    }

    private static FailureReport redacted(FailureReport report, Secrets secrets) {
        return new FailureReport(
                report.type(),
                secrets.redact(report.message()),
                report.stack(),
                report.causes().stream()
                        .map(c -> new FailureReport.Cause(c.type(), secrets.redact(c.message()), c.stack()))
                        .toList(),
                report.httpStatus(),
                report.sqlState(),
                report.attributes());
    }
}
