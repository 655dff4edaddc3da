package io.ripresa.worker;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads one HTTP/1.1 answer (RFC 9112) from a connection that is closed afterwards. Bounded: 64 KB of head, 1 MB of
 * body, of which the first 2 KB are kept. Used once, by one thread.
 */
final class HttpAnswerReader {

    private static final int MAX_HEAD = 65_536;
    private static final long MAX_BODY = 1 << 20;
    private static final int KEPT = 2_048;

    private final InputStream in;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private int headRead;
    private long bodyRead;

    HttpAnswerReader(InputStream in) {
        this.in = in;
    }

    HttpAnswer read(String method) throws IOException {
        while (true) {
            String[] status = statusLine();
            int code = Integer.parseInt(status[1]);
            Map<String, String> headers = headers();
            if (code >= 100 && code < 200) {
                continue; // 100 Continue, 103 Early Hints: the answer is still to come
            }
            boolean bodiless = method.equals("HEAD") || code == 204 || code == 304;
            if (!bodiless) {
                try {
                    body(headers);
                } catch (IOException e) {
                    if (code >= 200 && code < 300) {
                        throw e; // a success that was cut off may be none
                    }
                }
            }
            return new HttpAnswer(code, status[2], headers, printable(kept.toString(StandardCharsets.UTF_8)));
        }
    }

    private String[] statusLine() throws IOException {
        String line = line();
        String[] parts = line.split(" ", 3);
        if (parts.length < 2 || !parts[0].startsWith("HTTP/1.") || !parts[1].matches("[1-9][0-9][0-9]")) {
            throw new ProtocolException("the answer is not HTTP/1.1: it begins with \""
                    + printable(line.substring(0, Math.min(line.length(), 60))) + "\"");
        }
        return new String[] {parts[0], parts[1], parts.length == 3 ? printable(parts[2].strip()) : ""};
    }

    private Map<String, String> headers() throws IOException {
        Map<String, String> headers = new TreeMap<>();
        while (true) {
            String line = line();
            if (line.isEmpty()) {
                return headers;
            }
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new ProtocolException("the answer has a header without a name");
            }
            headers.putIfAbsent(
                    line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (true) {
            int b = in.read();
            if (b < 0) {
                throw new EOFException(
                        headRead == 0
                                ? "the connection was closed before an answer"
                                : "the connection was closed within the head of the answer");
            }
            if (++headRead > MAX_HEAD) {
                throw new ProtocolException("the head of the answer is longer than " + MAX_HEAD + " bytes");
            }
            if (b == '\n') {
                String text = line.toString(StandardCharsets.ISO_8859_1);
                return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
            }
            line.write(b);
        }
    }

    private void body(Map<String, String> headers) throws IOException {
        String encoding = headers.get("transfer-encoding");
        String length = headers.get("content-length");
        if (encoding != null && encoding.toLowerCase(Locale.ROOT).contains("chunked")) {
            chunks();
        } else if (length != null) {
            if (!length.matches("[0-9]{1,18}")) {
                throw new ProtocolException("the answer's Content-Length is not a number");
            }
            exactly(Long.parseLong(length));
        } else {
            untilTheEnd();
        }
    }

    private void chunks() throws IOException {
        while (bodyRead < MAX_BODY) {
            String size = line().split(";", 2)[0].strip();
            if (!size.matches("[0-9A-Fa-f]{1,15}")) {
                throw new ProtocolException("the answer has a chunk without a size");
            }
            long length = Long.parseLong(size, 16);
            if (length == 0) {
                return;
            }
            exactly(length);
            if (bodyRead < MAX_BODY && !line().isEmpty()) {
                throw new ProtocolException("the answer has a chunk longer than it says");
            }
        }
    }

    private void exactly(long length) throws IOException {
        byte[] buffer = new byte[8_192];
        long left = length;
        while (left > 0 && bodyRead < MAX_BODY) {
            int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (read < 0) {
                throw new EOFException("the answer ended " + left + " bytes early");
            }
            keep(buffer, read);
            left -= read;
        }
    }

    private void untilTheEnd() throws IOException {
        byte[] buffer = new byte[8_192];
        int read = in.read(buffer);
        while (read >= 0 && bodyRead < MAX_BODY) {
            keep(buffer, read);
            read = in.read(buffer);
        }
    }

    private void keep(byte[] buffer, int read) {
        bodyRead += read;
        kept.write(buffer, 0, Math.max(0, Math.min(read, KEPT - kept.size())));
    }

    private static String printable(String text) {
        StringBuilder clean = new StringBuilder();
        text.codePoints()
                .forEach(c -> clean.appendCodePoint(Character.isISOControl(c) && c != '\n' && c != '\t' ? ' ' : c));
        return clean.toString();
    }
}
