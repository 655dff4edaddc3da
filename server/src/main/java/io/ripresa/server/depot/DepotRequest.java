package io.ripresa.server.depot;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * As much of HTTP/1.1 as the depot needs: a request line, headers, a body with a length.
 *
 * @param method the method
 * @param path the path, without a query
 * @param headers by lower-case name
 */
record DepotRequest(String method, String path, Map<String, String> headers) {

    /** Which run of its task asks. Only for the depot's ledger: what it does does not depend on it. */
    static final String RUN_HEADER = "Depot-Run";

    private static final int MAX_LINE = 8 * 1024;
    private static final int MAX_HEADERS = 100;
    private static final int MAX_BODY = 1024 * 1024;

    /**
     * Reads one request with its body.
     *
     * @return the request, or null where the caller hung up without asking
     * @throws IOException if it is not HTTP, or the caller hung up within it
     */
    static @Nullable DepotRequest read(InputStream in) throws IOException {
        String first = line(in);
        if (first.isEmpty()) {
            return null;
        }
        String[] parts = first.split(" ", -1);
        if (parts.length != 3 || !parts[2].startsWith("HTTP/1.")) {
            throw new IOException("not an HTTP/1.1 request: " + first);
        }
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            if (colon < 1 || headers.size() == MAX_HEADERS) {
                throw new IOException("not a header: " + line);
            }
            headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
        }
        skipBody(in, headers.getOrDefault("content-length", "0"));
        int query = parts[1].indexOf('?');
        return new DepotRequest(parts[0], query < 0 ? parts[1] : parts[1].substring(0, query), headers);
    }

    private static void skipBody(InputStream in, String length) throws IOException {
        int bytes;
        try {
            bytes = Integer.parseInt(length);
        } catch (NumberFormatException e) {
            throw new IOException("content-length " + length + " is not a number", e);
        }
        if (bytes < 0 || bytes > MAX_BODY || in.readNBytes(bytes).length < bytes) {
            throw new IOException("body of " + length + " bytes is too large or incomplete");
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n' && b >= 0; b = in.read()) {
            if (line.length() == MAX_LINE) {
                throw new IOException("a line is longer than " + MAX_LINE + " bytes");
            }
            line.append((char) b);
        }
        int end = line.length();
        return end > 0 && line.charAt(end - 1) == '\r' ? line.substring(0, end - 1) : line.toString();
    }

    /** The first part of the path: what is asked for. */
    String resource() {
        int slash = path.indexOf('/', 1);
        return path.substring(Math.min(1, path.length()), slash < 0 ? path.length() : slash);
    }

    /** The task that this request belongs to: the last part of the path; empty where there is none. */
    String task() {
        int slash = path.lastIndexOf('/');
        return slash <= 0 ? "" : path.substring(slash + 1);
    }

    /** By what the caller asks to be recognised; empty where it does not. */
    String key() {
        return headers.getOrDefault("idempotency-key", "");
    }

    /** The run that asks, where the caller says so; 0 otherwise. */
    int run() {
        String run = headers.getOrDefault(RUN_HEADER, "");
        return run.matches("\\d{1,6}") ? Integer.parseInt(run) : 0;
    }

    /** Bytes of an answer. The depot closes after each: every call is a connection of its own. */
    static byte[] answer(int status, @Nullable Integer retryAfterSeconds, String json) {
        String retryAfter = retryAfterSeconds == null ? "" : "Retry-After: " + retryAfterSeconds + "\r\n";
        int length = json.getBytes(StandardCharsets.UTF_8).length;
        return ("HTTP/1.1 " + status + " " + reason(status) + "\r\nContent-Type: application/json\r\nContent-Length: "
                        + length + "\r\n" + retryAfter + "Connection: close\r\n\r\n" + json)
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String reason(int status) {
        return switch (status) {
            case 200 -> "OK";
            case 401 -> "Unauthorized";
            case 404 -> "Not Found";
            case 422 -> "Unprocessable Content";
            case 429 -> "Too Many Requests";
            case 503 -> "Service Unavailable";
            default -> "Status";
        };
    }
}
