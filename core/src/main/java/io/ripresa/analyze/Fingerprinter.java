package io.ripresa.analyze;

import io.ripresa.model.FailureReport;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The stable key of "the same error": the types of the chain, its messages without what differs from case to case, and
 * the top frames of the application without line numbers. {@code v2:} names the algorithm: a change of it changes the
 * prefix. Pure, immutable and thread-safe; linear time.
 */
public final class Fingerprinter {

    /** Version of the algorithm. */
    public static final String VERSION = "v2";

    private static final int MAX_MESSAGE = 2_000;
    private static final int MAX_FRAMES = 5;
    private static final int MAX_CAUSES = 4;

    /** The fingerprint of a report, 19 characters. */
    public String fingerprint(FailureReport report) {
        StringBuilder text = new StringBuilder();
        append(text, report.type(), report.message());
        List<String> frames = new ArrayList<>();
        addFrames(frames, report.stack());
        int causes = 0;
        for (FailureReport.Cause cause : report.causes()) {
            if (causes++ < MAX_CAUSES) {
                append(text, cause.type(), cause.message());
            }
            addFrames(frames, cause.stack());
        }
        if (report.httpStatus() != null) {
            text.append("status ").append(report.httpStatus()).append('\n');
        }
        if (report.sqlState() != null) {
            text.append("sqlstate ").append(report.sqlState()).append('\n');
        }
        frames.stream().limit(MAX_FRAMES).forEach(frame -> text.append(frame).append('\n'));
        return VERSION + ":" + hash(text.toString());
    }

    private static void append(StringBuilder text, @org.jspecify.annotations.Nullable String type, String message) {
        text.append(type == null ? "" : withoutGenerated(type)).append(": ");
        text.append(MessageShape.of(message, MAX_MESSAGE)).append('\n');
    }

    /** Names of proxies and lambdas carry counters. */
    private static String withoutGenerated(String type) {
        int cut = type.indexOf("$$");
        String name = cut < 0 ? type : type.substring(0, cut);
        int slash = name.indexOf("/0x");
        return slash < 0 ? name : name.substring(0, slash);
    }

    private static void addFrames(List<String> frames, List<String> stack) {
        for (String line : stack) {
            String frame = AppFrame.of(line);
            if (frame != null && frames.size() < MAX_FRAMES && !frames.contains(frame)) {
                frames.add(frame);
            }
        }
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
