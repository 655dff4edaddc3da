package io.ripresa.analyze;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds the exception chain that a message itself spells out. Linear in the length of the message. */
final class ChainText {

    private static final int MAX_LINKS = 24;
    private static final int MAX_TYPE = 160;
    private static final String[] MARKERS = {"caused by: ", "nested exception is ", "---> ", "caused by {"};
    private static final String[] TYPE_ENDINGS = {"exception", "error", "fault", "failure", "timeout", "interrupt"};

    private ChainText() {}

    /** Adds the links of a message, outermost first. Frames quoted inside the message are left out. */
    static void unfold(@Nullable String type, String message, List<String> stack, List<Link> links) {
        List<String> segments = segments(message);
        boolean first = true;
        for (String segment : segments) {
            if (links.size() >= MAX_LINKS) {
                return;
            }
            String own = leadingType(segment);
            if (first && type == null && isBareType(segment)) {
                links.add(new Link(segment, segment, stack));
            } else if (first && own != null && type == null) {
                links.add(new Link(own, afterType(segment, own), stack));
            } else if (first && own != null && !sameType(type, own)) {
                // "RuntimeException" with the message "java.net.ConnectException: refused": two links.
                links.add(new Link(type, segment, stack));
                links.add(new Link(own, afterType(segment, own), List.of()));
            } else if (first) {
                links.add(new Link(type, segment, stack));
            } else if (own != null) {
                links.add(new Link(own, afterType(segment, own), List.of()));
            } else {
                links.add(new Link(null, segment, List.of()));
            }
            addNamedWithin(segment, links);
            first = false;
        }
    }

    /**
     * Adds a link for each class that is named with its package behind a colon: "Could not do it:
     * java.net.SocketTimeoutException: Read timed out". The text around keeps what it says.
     */
    private static void addNamedWithin(String segment, List<Link> links) {
        int colon = segment.indexOf(": ");
        while (colon >= 0 && links.size() < MAX_LINKS) {
            int at = colon + 2;
            String rest = segment.substring(at, Math.min(segment.length(), at + MAX_TYPE));
            String type = rest.isEmpty() || !Character.isLowerCase(rest.charAt(0)) ? null : leadingType(rest);
            if (type != null
                    && type.indexOf('.') > 0
                    && !type.equals(links.get(links.size() - 1).type())) {
                links.add(new Link(type, afterType(segment.substring(at), type), List.of()));
            }
            colon = segment.indexOf(": ", at);
        }
    }

    /** Whether the text is the name of a class with its package and nothing else: {@code http.client.RemoteDisconnected}. */
    private static boolean isBareType(String text) {
        int dot = text.lastIndexOf('.');
        return dot > 0
                && dot + 1 < text.length()
                && text.length() <= MAX_TYPE
                && Character.isUpperCase(text.charAt(dot + 1))
                && text.chars().allMatch(c -> c == '.' || Character.isJavaIdentifierPart(c));
    }

    private static boolean sameType(@Nullable String type, String own) {
        return type != null && (type.equals(own) || type.endsWith("." + own) || own.endsWith("." + type));
    }

    private static String afterType(String segment, String type) {
        int from = Math.min(segment.length(), type.length() + 1);
        return segment.substring(from).strip();
    }

    private static List<String> segments(String message) {
        List<String> segments = new ArrayList<>();
        StringBuilder present = new StringBuilder();
        for (String line : message.split("\n", -1)) {
            String text = line.strip();
            if (isFrame(text)) {
                continue;
            }
            boolean starts = present.length() > 0 && leadingType(text) != null;
            if (starts) {
                segments.add(present.toString());
                present.setLength(0);
            }
            int from = 0;
            String lower = text.toLowerCase(Locale.ROOT);
            // Some letters change their length in lower case; then positions do not carry over.
            boolean aligned = lower.length() == text.length();
            int marker = aligned ? nextMarker(lower, 0) : -1;
            while (marker >= 0 && segments.size() < MAX_LINKS) {
                present.append(text, from, marker);
                segments.add(present.toString());
                present.setLength(0);
                from = marker + markerLength(lower, marker);
                marker = nextMarker(lower, from);
            }
            present.append(text, from, text.length()).append('\n');
        }
        String last = present.toString().strip();
        if (segments.isEmpty() || !last.isEmpty()) {
            segments.add(last);
        }
        return segments;
    }

    private static boolean isFrame(String line) {
        return line.startsWith("at ") && line.length() > 3 || line.startsWith("File \"") || line.startsWith("... ");
    }

    private static int nextMarker(String lower, int from) {
        int best = -1;
        for (String marker : MARKERS) {
            int at = lower.indexOf(marker, from);
            if (at >= 0 && (best < 0 || at < best)) {
                best = at;
            }
        }
        return best;
    }

    private static int markerLength(String lower, int at) {
        for (String marker : MARKERS) {
            if (lower.startsWith(marker, at)) {
                return marker.length();
            }
        }
        return 0;
    }

    /** A class name in front of a colon, such as {@code java.net.ConnectException:}, or null. */
    static @Nullable String leadingType(String segment) {
        int i = 0;
        int limit = Math.min(segment.length(), MAX_TYPE);
        while (i < limit) {
            char c = segment.charAt(i);
            boolean scope = c == ':' && i + 1 < limit && segment.charAt(i + 1) == ':';
            if (scope) {
                i += 2;
            } else if (Character.isLetterOrDigit(c) || c == '_' || c == '.' || c == '$') {
                i++;
            } else {
                break;
            }
        }
        boolean ends = i == segment.length() || segment.charAt(i) == ':' || segment.charAt(i) == '\n';
        if (i == 0 || !ends || !Character.isLetter(segment.charAt(0))) {
            return null;
        }
        String candidate = segment.substring(0, i);
        String lower = candidate.toLowerCase(Locale.ROOT);
        if (candidate.startsWith("Errno::")) {
            return candidate;
        }
        boolean capital = Character.isUpperCase(
                candidate.charAt(candidate.lastIndexOf('.') + 1 < i ? candidate.lastIndexOf('.') + 1 : 0));
        for (String ending : TYPE_ENDINGS) {
            // "Error:" and "Timeout:" alone are words, not types.
            if (lower.endsWith(ending) && lower.length() > ending.length() && capital) {
                return candidate;
            }
        }
        return null;
    }
}
