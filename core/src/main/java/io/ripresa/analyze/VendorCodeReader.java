package io.ripresa.analyze;

import io.ripresa.analyze.Evidence.Vendor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a database's own error number from the forms in which drivers and command lines write it: {@code ERROR 1205
 * (HY000)}, {@code (1213, 'Deadlock found …')}, {@code SQLSTATE[HY000] [2002]}, {@code Msg 1205, Level 13},
 * {@code Error Number:40613}, {@code SQLCODE=-911}. A number elsewhere says nothing.
 */
final class VendorCodeReader {

    /** A number and whose it is. */
    record Code(Vendor vendor, int number) {}

    private static final int LONGEST = 5;

    private VendorCodeReader() {}

    /**
     * @param links the chain
     * @param vendor whose driver speaks, as far as types and frames tell
     */
    static @Nullable Code read(List<Link> links, Vendor vendor) {
        for (Link link : links) {
            Words words = link.words();
            for (int i = 0; i < words.size(); i++) {
                Code code = at(link, words, i, vendor);
                if (code != null) {
                    return code;
                }
            }
        }
        return null;
    }

    private static @Nullable Code at(Link link, Words words, int i, Vendor vendor) {
        if (words.is(i, "sqlcode")) {
            int number = number(words, i + 1);
            // The sign is punctuation to the words; Db2's errors are negative, its warnings positive.
            return number > 0 ? new Code(Vendor.DB2, -number) : null;
        }
        if (words.is(i, "msg") && words.is(i + 2, "level")) {
            return code(Vendor.SQL_SERVER, number(words, i + 1));
        }
        if (words.is(i, "error") && words.is(i + 1, "number") && words.is(i + 3, "state")) {
            return code(Vendor.SQL_SERVER, number(words, i + 2));
        }
        if (words.is(i, "error") && isSqlState(words, i + 2) && words.length(i + 1) == 4) {
            return code(Vendor.MYSQL, number(words, i + 1));
        }
        boolean mysql = vendor == Vendor.MYSQL || vendor == Vendor.OTHER;
        if (mysql && words.is(i, "sqlstate") && isSqlState(words, i + 1)) {
            return afterState(words, i + 2);
        }
        boolean tuple = vendor == Vendor.MYSQL && words.length(i) == 4 && isTuple(link.text(), words, i);
        return tuple ? code(Vendor.MYSQL, number(words, i)) : null;
    }

    /** {@code SQLSTATE[HY000] [2002] Connection refused}, {@code SQLSTATE[40001]: Serialization failure: 1213 Deadlock}. */
    private static @Nullable Code afterState(Words words, int from) {
        for (int i = from; i < from + 4; i++) {
            int number = words.length(i) == 4 ? number(words, i) : -1;
            if (number >= 1000 && number < 5000) {
                return new Code(Vendor.MYSQL, number);
            }
        }
        return null;
    }

    private static boolean isTuple(String text, Words words, int i) {
        int start = words.start(i);
        int end = words.end(i);
        return start > 0 && text.charAt(start - 1) == '(' && end < text.length() && text.charAt(end) == ',';
    }

    private static boolean isSqlState(Words words, int i) {
        return words.length(i) == 5 && (Character.isDigit(words.charAt(i, 0)) || words.charAt(i, 0) == 'h');
    }

    private static @Nullable Code code(Vendor vendor, int number) {
        return number > 0 ? new Code(vendor, number) : null;
    }

    /** The number at a position, or -1. */
    private static int number(Words words, int i) {
        int length = words.length(i);
        if (length == 0 || length > LONGEST) {
            return -1;
        }
        int number = 0;
        for (int c = 0; c < length; c++) {
            char digit = words.charAt(i, c);
            if (digit < '0' || digit > '9') {
                return -1;
            }
            number = number * 10 + digit - '0';
        }
        return number;
    }
}
