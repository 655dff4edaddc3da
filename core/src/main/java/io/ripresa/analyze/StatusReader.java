package io.ripresa.analyze;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads an HTTP status or a SQLSTATE that a text states. A number counts only where the words around it say what it is:
 * {@code status code 503}, {@code HTTP/1.1 503}, {@code 503 Service Unavailable}; a bare "404" does not.
 */
final class StatusReader {

    private static final Set<String> STATUS_WORDS = Set.of(
            "status", "statuscode", "status_code", "httpstatuscode", "httpstatus", "http_status", "http", "http2");
    private static final Set<String> CODE_WORDS = Set.of("status", "error", "http", "response", "result", "return");
    private static final Set<String> ERROR_WORDS =
            Set.of("api", "http", "server", "client", "googleapi", "returned", "httperror");
    private static final Set<String> FILLERS = Set.of("is", "was", "of", "code", "got", "int32");

    /** Reason phrases of RFC 9110 and RFC 6585, first two words. */
    private static final Map<String, String> REASONS = Map.ofEntries(
            Map.entry("400", "bad request"),
            Map.entry("401", "unauthorized"),
            Map.entry("402", "payment required"),
            Map.entry("403", "forbidden"),
            Map.entry("404", "not found"),
            Map.entry("405", "method not"),
            Map.entry("408", "request timeout"),
            Map.entry("409", "conflict"),
            Map.entry("410", "gone"),
            Map.entry("412", "precondition failed"),
            Map.entry("413", "payload too"),
            Map.entry("415", "unsupported media"),
            Map.entry("422", "unprocessable"),
            Map.entry("423", "locked"),
            Map.entry("425", "too early"),
            Map.entry("429", "too many"),
            Map.entry("500", "internal server"),
            Map.entry("501", "not implemented"),
            Map.entry("502", "bad gateway"),
            Map.entry("503", "service unavailable"),
            Map.entry("504", "gateway"),
            Map.entry("507", "insufficient storage"));

    private StatusReader() {}

    static @Nullable Integer httpStatus(List<Link> links) {
        for (Link link : links) {
            String type = link.type();
            // A type without such a digit has no status in it.
            if (type != null && (type.indexOf('4') >= 0 || type.indexOf('5') >= 0)) {
                Integer byType = inWords(Words.of(type));
                if (byType != null) {
                    return byType;
                }
            }
            Integer status = leading(link);
            if (status == null) {
                status = inSquareBrackets(link.text());
            }
            if (status == null) {
                status = inWords(link.words());
            }
            if (status != null) {
                return status;
            }
        }
        return null;
    }

    /** Clients begin the message with the status: {@code 404 null}, {@code [503] during [GET]}. */
    private static @Nullable Integer leading(Link link) {
        String type = link.type();
        String word = link.words().at(0);
        boolean client = type != null
                && (type.contains("Http")
                        || type.contains("HTTP")
                        || type.contains("Response")
                        || type.contains("Feign"));
        return client && isStatus(word) ? Integer.valueOf(word) : null;
    }

    /** Clients made by go-swagger: {@code [PUT /endpoint/{id}][429] putEndpointIdTooManyRequests}. */
    private static @Nullable Integer inSquareBrackets(String text) {
        int between = text.indexOf("][");
        int open = between < 0 ? -1 : text.lastIndexOf('[', between);
        int space = open < 0 ? -1 : text.indexOf(' ', open);
        boolean ofRequest = space > 0 && space < between && text.charAt(space + 1) == '/';
        if (!ofRequest || text.length() < between + 6 || text.charAt(between + 5) != ']') {
            return null;
        }
        String status = text.substring(between + 2, between + 5);
        return isStatus(status) ? Integer.valueOf(status) : null;
    }

    private static @Nullable Integer inWords(Words words) {
        for (int i = 0; i < words.size(); i++) {
            if (words.length(i) == 3 && isStatus(words.at(i)) && isNamedSo(words, i)) {
                return Integer.valueOf(words.at(i));
            }
        }
        return null;
    }

    private static boolean isStatus(String word) {
        return word.length() == 3
                && (word.charAt(0) == '4' || word.charAt(0) == '5')
                && Character.isDigit(word.charAt(1))
                && Character.isDigit(word.charAt(2))
                && word.charAt(1) < 128
                && word.charAt(2) < 128;
    }

    private static boolean isNamedSo(Words words, int at) {
        String before = words.at(at - 1);
        String twoBefore = words.at(at - 2);
        if (STATUS_WORDS.contains(before)) {
            return true;
        }
        if (FILLERS.contains(before) && (STATUS_WORDS.contains(twoBefore) || CODE_WORDS.contains(twoBefore))) {
            return true;
        }
        if (FILLERS.contains(before) && FILLERS.contains(twoBefore) && CODE_WORDS.contains(words.at(at - 3))) {
            return true;
        }
        if (before.equals("error") && ERROR_WORDS.contains(twoBefore) || before.equals("httperror")) {
            return true;
        }
        if (before.equals("response") && words.size() <= at + 2) {
            return true;
        }
        if ((before.equals("1") || before.equals("0"))
                && twoBefore.equals("1")
                && words.at(at - 3).equals("http")) {
            return true;
        }
        String after = words.at(at + 1) + " " + words.at(at + 2);
        if (after.equals("server error")
                || after.equals("client error")
                || words.at(at + 1).equals("during")) {
            return true;
        }
        // The latter is aiohttp's "503, message='Service Unavailable'".
        if (before.equals("error") && at <= 2 || at == 0 && words.at(1).equals("message")) {
            return true;
        }
        String reason = REASONS.get(words.at(at));
        return reason != null
                && reason.equals(reason.contains(" ") ? words.at(at + 1) + " " + words.at(at + 2) : words.at(at + 1));
    }

    static @Nullable String sqlState(List<Link> links) {
        for (Link link : links) {
            Words words = link.words();
            String odbc = odbcState(words);
            if (odbc != null) {
                return odbc;
            }
            for (int i = 0; i < words.size(); i++) {
                if (words.is(i, "sqlstate") || words.is(i, "sql_state") || words.is(i, "pgcode")) {
                    String value = words.is(i + 1, "code") ? words.at(i + 2) : words.at(i + 1);
                    if (value.length() == 5) {
                        return value.toUpperCase(Locale.ROOT);
                    }
                }
            }
        }
        return null;
    }

    /** ODBC says it twice: {@code ('08001', '[08001] [Microsoft]…')}. */
    private static @Nullable String odbcState(Words words) {
        boolean twice = words.length(0) == 5 && words.length(1) == 5 && words.hash(0) == words.hash(1);
        boolean state = twice && (Character.isDigit(words.charAt(0, 0)) || words.charAt(0, 0) == 'h');
        return state ? words.at(0).toUpperCase(Locale.ROOT) : null;
    }
}
