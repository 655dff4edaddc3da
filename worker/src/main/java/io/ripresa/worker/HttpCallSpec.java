package io.ripresa.worker;

import io.ripresa.model.Dependency;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The payload of an HTTP task, read strictly: what is not understood is refused.
 *
 * @param method upper case
 * @param url absolute, http or https
 * @param headers as given, secrets as references
 * @param body what is sent, or null
 * @param json whether the body was given as JSON and not as text
 * @param timeout longest time from connecting to the end of the answer
 */
record HttpCallSpec(
        String method,
        URI url,
        Map<String, String> headers,
        @Nullable String body,
        boolean json,
        Duration timeout) {

    static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);
    static final String KEY_HEADER = "Idempotency-Key";

    private static final Duration MAX_TIMEOUT = Duration.ofMinutes(5);
    private static final int MAX_HEADERS = 50;
    private static final List<String> FIELDS = List.of("method", "url", "headers", "body", "timeout");
    private static final List<String> METHODS = List.of("GET", "HEAD", "PUT", "DELETE", "POST", "PATCH", "OPTIONS");
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}");
    /** Headers that the call itself answers for. */
    private static final Set<String> OWN = new TreeSet<>(Set.of(
            "host",
            "content-length",
            "transfer-encoding",
            "connection",
            "keep-alive",
            "upgrade",
            "expect",
            "te",
            "trailer",
            "proxy-authorization",
            "proxy-connection"));

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /**
     * @throws IllegalArgumentException if it is not acceptable: names field, value and fix
     */
    static HttpCallSpec parse(String payload) {
        JsonNode json;
        try {
            json = JSON.readTree(payload);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    "payload is not JSON: " + e.getOriginalMessage() + ". Give an object such as"
                            + " {\"method\":\"PUT\",\"url\":\"https://api.example.com/orders/1\"}.",
                    e);
        }
        if (json == null || !json.isObject()) {
            throw new IllegalArgumentException(
                    "payload is not a JSON object; give one with the fields " + String.join(", ", FIELDS));
        }
        for (String field : json.propertyNames()) {
            if (!FIELDS.contains(field)) {
                throw new IllegalArgumentException(
                        "payload field \"" + field + "\" is not known; known fields: " + String.join(", ", FIELDS));
            }
        }
        @Nullable String given = text(json, "method");
        String method = given == null ? "GET" : given.toUpperCase(Locale.ROOT);
        if (!METHODS.contains(method)) {
            throw new IllegalArgumentException(
                    "payload field \"method\" is \"" + given + "\"; give one of " + String.join(", ", METHODS));
        }
        JsonNode body = json.get("body");
        boolean hasBody = body != null && !body.isNull();
        if (hasBody && (method.equals("GET") || method.equals("HEAD"))) {
            throw new IllegalArgumentException("payload field \"body\" does not go with method " + method
                    + "; leave it out, or use PUT, POST or PATCH");
        }
        String text = !hasBody ? null : body.isString() ? body.asString() : JSON.writeValueAsString(body);
        if (text != null && text.contains(Secrets.OPENING)) {
            throw new IllegalArgumentException("payload field \"body\" refers to a secret; secrets are resolved in the"
                    + " values of headers only");
        }
        return new HttpCallSpec(method, url(json), headers(json), text, hasBody && !body.isString(), timeout(json));
    }

    private static URI url(JsonNode json) {
        @Nullable String text = text(json, "url");
        if (text == null) {
            throw new IllegalArgumentException(
                    "payload field \"url\" is missing; give an absolute one such as https://api.example.com/orders/1");
        }
        if (text.contains(Secrets.OPENING)) {
            throw new IllegalArgumentException("payload field \"url\" refers to a secret; secrets are resolved in the"
                    + " values of headers only");
        }
        URI url;
        try {
            url = new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(
                    "payload field \"url\" is not a URL: " + e.getReason() + " at position " + e.getIndex()
                            + "; percent-encode what is special",
                    e);
        }
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https") || url.getHost() == null) {
            throw new IllegalArgumentException("payload field \"url\" is \"" + scheme + ":…\" without a host or of a"
                    + " kind that cannot be called; give an absolute http or https URL");
        }
        if (url.getRawUserInfo() != null) {
            throw new IllegalArgumentException("payload field \"url\" has a user or password in it, which would be"
                    + " stored; use the header Authorization with " + Secrets.OPENING + "NAME}");
        }
        if (url.getPort() == 0 || url.getPort() > 65_535) {
            throw new IllegalArgumentException(
                    "payload field \"url\" has port " + url.getPort() + "; ports go from 1 to 65535");
        }
        return url;
    }

    private static Map<String, String> headers(JsonNode json) {
        Map<String, String> headers = new LinkedHashMap<>();
        JsonNode given = json.get("headers");
        if (given == null || given.isNull()) {
            return headers;
        }
        if (!given.isObject() || given.size() > MAX_HEADERS) {
            throw new IllegalArgumentException("payload field \"headers\" is not an object of at most " + MAX_HEADERS
                    + " texts; give {\"Name\":\"value\"}");
        }
        Set<String> names = new TreeSet<>();
        given.properties().forEach(entry -> {
            String name = entry.getKey();
            String field = "headers." + name;
            String lower = name.toLowerCase(Locale.ROOT);
            if (!TOKEN.matcher(name).matches()) {
                throw new IllegalArgumentException("payload field \"headers\" has a name of " + name.length()
                        + " characters that is no header name; use letters, digits and hyphens");
            }
            if (OWN.contains(lower)) {
                throw new IllegalArgumentException(
                        "payload field \"" + field + "\" is set by the call itself; leave it out");
            }
            if (!names.add(lower)) {
                throw new IllegalArgumentException("payload field \"" + field + "\" is given twice; keep one");
            }
            if (!entry.getValue().isString()) {
                throw new IllegalArgumentException("payload field \"" + field + "\" is not a text; put it in quotes");
            }
            String value = entry.getValue().asString();
            if (value.length() > 8_192 || value.chars().anyMatch(c -> c < ' ' && c != '\t' || c > '~')) {
                throw new IllegalArgumentException("payload field \"" + field + "\" is not printable ASCII of at most"
                        + " 8192 characters on one line; encode it");
            }
            Secrets.check(field, value);
            headers.put(name, value);
        });
        return headers;
    }

    private static Duration timeout(JsonNode json) {
        JsonNode given = json.get("timeout");
        if (given == null || given.isNull()) {
            return DEFAULT_TIMEOUT;
        }
        Duration timeout;
        try {
            timeout = given.isNumber()
                    ? Duration.ofMillis(Math.round(given.asDouble() * 1_000))
                    : Duration.parse(given.asString());
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "payload field \"timeout\" is \"" + given.asString()
                            + "\"; give seconds as a number, or an ISO-8601 duration such as PT5S",
                    e);
        }
        if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(MAX_TIMEOUT) > 0) {
            throw new IllegalArgumentException(
                    "payload field \"timeout\" is " + timeout + "; give more than zero, at most " + MAX_TIMEOUT);
        }
        return timeout;
    }

    private static @Nullable String text(JsonNode json, String field) {
        JsonNode value = json.get(field);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isString()) {
            throw new IllegalArgumentException("payload field \"" + field + "\" is not a text; put it in quotes");
        }
        return value.asString();
    }

    boolean isTls() {
        return url.getScheme().equalsIgnoreCase("https");
    }

    String host() {
        return url.getHost();
    }

    int port() {
        return url.getPort() > 0 ? url.getPort() : isTls() ? 443 : 80;
    }

    /** What the call needs. */
    Dependency endpoint() {
        return Dependency.endpoint(host(), port());
    }

    /** Whether the payload gives this header. */
    boolean has(String header) {
        return headers.keySet().stream().anyMatch(header::equalsIgnoreCase);
    }

    /** What stands in the request line. */
    String path() {
        String path = url.getRawPath();
        String query = url.getRawQuery();
        return (path == null || path.isEmpty() ? "/" : path) + (query == null ? "" : "?" + query);
    }
}
