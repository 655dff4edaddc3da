package io.ripresa.simulation;

import io.ripresa.model.JournalEntry;
import io.ripresa.spi.RecoveryStore;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** A journal as text, a line per entry, and its hash: equal where everything happened in the same way. */
final class JournalText {

    private static final int PAGE = 1000;

    private JournalText() {}

    /** SHA-256 of the whole text, hexadecimal. */
    static String hash(RecoveryStore store) {
        MessageDigest digest = sha256();
        StringBuilder text = new StringBuilder();
        long after = 0;
        while (true) {
            List<JournalEntry> page = store.journalAfter(after, PAGE);
            if (page.isEmpty()) {
                return HexFormat.of().formatHex(digest.digest());
            }
            text.setLength(0);
            for (JournalEntry entry : page) {
                append(entry, text);
                after = entry.sequence();
            }
            digest.update(text.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void append(JournalEntry e, StringBuilder text) {
        text.append(e.sequence()).append('|').append(e.at()).append('|').append(e.kind());
        text.append('|').append(e.subject()).append('|').append(e.text());
        text.append('|').append(e.data()).append('\n');
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
