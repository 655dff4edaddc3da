package io.ripresa.analyze;

import io.ripresa.model.FailureReport;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A failure report prepared for the rules: the exception chain as links, root cause first, also where the chain is
 * written inside a message ({@code Caused by: …}, {@code nested exception is …}, {@code ---> …}); status, SQLSTATE and
 * vendor code, taken from the text where they are not given. Texts are read to {@link #HEAD} characters from the start
 * and {@link #TAIL} from the end. Immutable.
 */
public final class Evidence {

    /** Characters read from the start of a text. */
    public static final int HEAD = 16 * 1024;
    /** Characters read from the end of a longer text. */
    public static final int TAIL = 4 * 1024;

    /** Makes of databases whose error numbers the rules know. */
    public enum Vendor {
        MYSQL,
        SQL_SERVER,
        ORACLE,
        POSTGRESQL,
        H2,
        SQLITE,
        DB2,
        OTHER
    }

    private static final int MAX_LINKS = 24;
    private static final Phrase[] RETRIED = {
        Phrase.of("max retries exceeded"),
        Phrase.of("retries exhausted"),
        Phrase.of("retry exhausted"),
        Phrase.of("after # attempts"),
        Phrase.of("after # retries"),
        Phrase.of("after # tries"),
        Phrase.of("attempts # of"),
        Phrase.of("maximum .. retries")
    };

    private final FailureReport report;
    private final List<Link> links;
    private final @Nullable Integer httpStatus;
    private final @Nullable String sqlState;
    private final @Nullable Integer vendorCode;
    private final Vendor vendor;

    private Evidence(FailureReport report, List<Link> links) {
        this.report = report;
        this.links = List.copyOf(links);
        this.httpStatus = report.httpStatus() != null ? report.httpStatus() : StatusReader.httpStatus(links);
        this.sqlState = report.sqlState() != null ? report.sqlState() : StatusReader.sqlState(links);
        Vendor byType = vendorOf(links);
        Integer given = parse(report.attribute(FailureReport.VENDOR_CODE));
        VendorCodeReader.Code read = given == null ? VendorCodeReader.read(links, byType) : null;
        this.vendor = read == null ? byType : read.vendor();
        this.vendorCode = read == null ? given : Integer.valueOf(read.number());
    }

    /** Reads a report. */
    public static Evidence of(FailureReport report) {
        List<Link> links = new ArrayList<>();
        ChainText.unfold(report.type(), bound(report.message()), report.stack(), links);
        for (FailureReport.Cause cause : report.causes()) {
            if (links.size() < MAX_LINKS) {
                ChainText.unfold(cause.type(), bound(cause.message()), cause.stack(), links);
            }
        }
        Collections.reverse(links);
        return new Evidence(report, links);
    }

    /** What was read. */
    FailureReport report() {
        return report;
    }

    /** The part of a text that is read. */
    static String bound(String text) {
        if (text.length() <= HEAD + TAIL) {
            return text;
        }
        return text.substring(0, HEAD) + "\n" + text.substring(text.length() - TAIL);
    }

    /** The chain, root cause first; at least one link. */
    public List<Link> links() {
        return links;
    }

    public @Nullable Integer httpStatus() {
        return httpStatus;
    }

    /** Whether the status was given as such, not read from a text. */
    public boolean isStatusStructured() {
        return report.httpStatus() != null;
    }

    public @Nullable String sqlState() {
        return sqlState;
    }

    public @Nullable Integer vendorCode() {
        return vendorCode;
    }

    public Vendor vendor() {
        return vendor;
    }

    public @Nullable String attribute(String name) {
        return report.attribute(name);
    }

    /** Whether the text says that the client had tried more than once. */
    boolean saysRetried() {
        for (Link link : links) {
            for (Phrase phrase : RETRIED) {
                if (phrase.isIn(link.words())) {
                    return true;
                }
            }
        }
        return false;
    }

    private static Vendor vendorOf(List<Link> links) {
        for (Link link : links) {
            Vendor byType = link.type() == null ? Vendor.OTHER : vendorIn(link.type());
            if (byType != Vendor.OTHER) {
                return byType;
            }
            Vendor byFrame = vendorOfFrames(link.stack());
            if (byFrame != Vendor.OTHER) {
                return byFrame;
            }
        }
        return Vendor.OTHER;
    }

    /** Packages and modules of drivers, and whose they are. */
    private record Maker(String mark, Vendor vendor) {}

    private static final List<Maker> MAKERS = List.of(
            new Maker("com.mysql.", Vendor.MYSQL),
            new Maker("org.mariadb.", Vendor.MYSQL),
            new Maker("com.microsoft.sqlserver.", Vendor.SQL_SERVER),
            new Maker("oracle.jdbc", Vendor.ORACLE),
            new Maker("org.postgresql.", Vendor.POSTGRESQL),
            new Maker("org.h2.", Vendor.H2),
            new Maker("org.sqlite.", Vendor.SQLITE),
            new Maker("com.ibm.db2.", Vendor.DB2),
            new Maker("data.sqlclient.", Vendor.SQL_SERVER),
            new Maker("mysql.connector", Vendor.MYSQL),
            new Maker("pymysql", Vendor.MYSQL),
            new Maker("mysqldb", Vendor.MYSQL),
            new Maker("mysql2", Vendor.MYSQL),
            new Maker("pyodbc", Vendor.SQL_SERVER),
            new Maker("cx_oracle", Vendor.ORACLE),
            new Maker("oracledb", Vendor.ORACLE),
            new Maker("psycopg", Vendor.POSTGRESQL),
            new Maker("npgsql", Vendor.POSTGRESQL),
            new Maker("ibm_db", Vendor.DB2),
            new Maker("mysqlconnector", Vendor.MYSQL));

    /** A frame begins with the package of its class, behind "at" and a module. */
    private static Vendor vendorOfFrames(List<String> frames) {
        for (String frame : frames) {
            int from = frame.startsWith("at ") ? 3 : 0;
            int slash = frame.indexOf('/', from);
            int start = slash > 0 && slash < frame.indexOf('(') ? slash + 1 : from;
            for (Maker each : MAKERS) {
                if (frame.startsWith(each.mark(), start)) {
                    return each.vendor();
                }
            }
        }
        return Vendor.OTHER;
    }

    private static Vendor vendorIn(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        for (Maker each : MAKERS) {
            if (lower.contains(each.mark())) {
                return each.vendor();
            }
        }
        return Vendor.OTHER;
    }

    private static @Nullable Integer parse(@Nullable String number) {
        if (number == null || number.isBlank() || number.length() > 9) {
            return null;
        }
        try {
            return Integer.valueOf(number.strip());
        } catch (NumberFormatException notANumber) {
            return null;
        }
    }
}
