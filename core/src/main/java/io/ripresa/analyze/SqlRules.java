package io.ripresa.analyze;

import static io.ripresa.analyze.Conditions.named;
import static io.ripresa.analyze.Conditions.says;
import static io.ripresa.analyze.Conditions.sqlState;
import static io.ripresa.analyze.Conditions.vendorCode;
import static io.ripresa.analyze.Rule.afterFix;
import static io.ripresa.analyze.Rule.auto;
import static io.ripresa.analyze.Rule.never;
import static io.ripresa.analyze.Rule.unknown;
import static io.ripresa.model.Category.AUTH;
import static io.ripresa.model.Category.CONCURRENCY_CONFLICT;
import static io.ripresa.model.Category.CONFIGURATION;
import static io.ripresa.model.Category.DATA_CORRUPTION;
import static io.ripresa.model.Category.LOGIC_ERROR;
import static io.ripresa.model.Category.NETWORK;
import static io.ripresa.model.Category.RESOURCE_EXHAUSTED;
import static io.ripresa.model.Category.SERVICE_UNAVAILABLE;
import static io.ripresa.model.Category.TIMEOUT;

import io.ripresa.analyze.Evidence.Vendor;
import java.util.List;

/** SQLSTATE and the error numbers of the database makes. */
final class SqlRules {

    private static final String ISO = "ISO/IEC 9075 SQLSTATE";
    private static final String PG = "PostgreSQL, appendix A: error codes";
    private static final String NPGSQL = PG + "; transient by Npgsql";
    private static final String MYSQL = "MySQL server error reference; Spring sql-error-codes.xml";
    private static final String MSSQL = "SQL Server error list; transient by EF Core and mssql-jdbc";
    private static final String ORACLE = "Oracle Database error messages; Spring sql-error-codes.xml";

    private SqlRules() {}

    static List<Rule> vendorCodes() {
        Vendor my = Vendor.MYSQL;
        Vendor ms = Vendor.SQL_SERVER;
        return List.of(
                auto("sql.mysql-conflict", CONCURRENCY_CONFLICT, MYSQL, vendorCode(my, 1205, 1213, 3572, 1614)),
                auto("sql.mysql-connections", RESOURCE_EXHAUSTED, MYSQL, vendorCode(my, 1040, 1203)),
                auto("sql.mysql-disk", RESOURCE_EXHAUSTED, MYSQL, vendorCode(my, 1021, 1114)),
                auto("sql.mysql-service", SERVICE_UNAVAILABLE, MYSQL, vendorCode(my, 1053, 1290, 1836, 3032)),
                afterFix(
                        "sql.mysql-no-socket",
                        CONFIGURATION,
                        MYSQL + ": 2002 with ENOENT, a socket file that is not there",
                        vendorCode(my, 2002).and(says("no such file or directory"))),
                auto("sql.mysql-lost", NETWORK, MYSQL, vendorCode(my, 2002, 2003, 2006, 2013, 2055)),
                auto("sql.mysql-query-time", TIMEOUT, MYSQL, vendorCode(my, 3024)),
                afterFix(
                        "sql.mysql-auth",
                        AUTH,
                        MYSQL,
                        vendorCode(my, 1044, 1045, 1142, 1143, 1227, 1698, 1820, 1862, 3118)),
                afterFix("sql.mysql-config", CONFIGURATION, MYSQL, vendorCode(my, 1129, 1130, 1049, 1146, 1054, 1305)),
                afterFix("sql.mysql-own-limit", RESOURCE_EXHAUSTED, MYSQL, vendorCode(my, 1226)),
                never(
                        "sql.mysql-data",
                        DATA_CORRUPTION,
                        MYSQL,
                        vendorCode(my, 1153, 1406, 1264, 1366, 1292, 1048, 1062, 1364, 1451, 1452, 3819)),
                auto(
                        "sql.mssql-conflict",
                        CONCURRENCY_CONFLICT,
                        MSSQL,
                        vendorCode(ms, 1204, 1205, 1222, 3960, 41301, 41302, 41305, 41325, 41839)),
                auto(
                        "sql.mssql-service",
                        SERVICE_UNAVAILABLE,
                        MSSQL,
                        vendorCode(
                                ms, 40197, 40501, 40613, 49918, 49919, 49920, 4060, 4221, 42108, 42109, 40143, 40540,
                                18401, 926)),
                auto(
                        "sql.mssql-resource",
                        RESOURCE_EXHAUSTED,
                        MSSQL,
                        vendorCode(ms, 10928, 10929, 701, 802, 8645, 8651, 9002, 1105)),
                auto(
                        "sql.mssql-network",
                        NETWORK,
                        MSSQL,
                        vendorCode(ms, 233, 64, 20, 53, 121, 10053, 10054, 10060, 10061, 11001)),
                auto("sql.mssql-timeout", TIMEOUT, MSSQL, vendorCode(ms, -2)),
                afterFix("sql.mssql-auth", AUTH, MSSQL, vendorCode(ms, 18456, 18452, 18486, 18487, 18488, 229, 230)),
                afterFix("sql.mssql-config", CONFIGURATION, MSSQL, vendorCode(ms, 208, 207, 2812, 911)),
                never(
                        "sql.mssql-data",
                        DATA_CORRUPTION,
                        MSSQL,
                        vendorCode(ms, 2601, 2627, 547, 515, 8152, 2628, 245, 8114, 241)),
                auto("sql.oracle-conflict", CONCURRENCY_CONFLICT, ORACLE, oracle("60 8177 54 30006 4020 51 4068")),
                auto(
                        "sql.oracle-service",
                        SERVICE_UNAVAILABLE,
                        ORACLE,
                        oracle("12541 1033 1034 1089 1090 12528 12526 3135 25408")),
                auto(
                        "sql.oracle-connections",
                        RESOURCE_EXHAUSTED,
                        ORACLE,
                        oracle("12516 12518 12519 12520 18 20 1653 1654 1658 30036")),
                auto("sql.oracle-network", NETWORK, ORACLE, oracle("3113 3114 12547 17002 12537 12170 12543 12571 28")),
                auto("sql.oracle-timeout", TIMEOUT, ORACLE, oracle("1013 2049 12535 12609")),
                afterFix("sql.oracle-auth", AUTH, ORACLE, oracle("1017 28000 28001 1031 1045 1005 28040")),
                afterFix(
                        "sql.oracle-config",
                        CONFIGURATION,
                        ORACLE,
                        oracle("12514 12162 12154 12505 942 904 12545 6550 4043 2289")),
                afterFix(
                        "sql.oracle-syntax",
                        LOGIC_ERROR,
                        ORACLE,
                        oracle(
                                "900 905 906 907 909 911 917 918 920 921 922 923 932 933 936 937 979 1000 1001 1002 1008 1756")),
                never(
                        "sql.oracle-data",
                        DATA_CORRUPTION,
                        ORACLE,
                        oracle("1 1400 1407 1438 1722 2290 2291 2292 12899 1843 1858 1861 1461 1578")),
                afterFix("sql.oracle-own-limit", RESOURCE_EXHAUSTED, ORACLE, oracle("1536 2391 4031 4030")));
    }

    /** Oracle's numbers, as a vendor code or in the text, where they have five digits: {@code ORA-00060}. */
    private static Condition oracle(String numbers) {
        String[] each = numbers.split(" ", -1);
        int[] codes = new int[each.length];
        StringBuilder phrases = new StringBuilder();
        for (int i = 0; i < each.length; i++) {
            codes[i] = Integer.parseInt(each[i]);
            String padded = "0".repeat(5 - each[i].length()) + each[i];
            phrases.append("ora ")
                    .append(padded)
                    .append('|')
                    .append("ora-")
                    .append(each[i])
                    .append('|');
        }
        Condition text = says(phrases.toString());
        // A type "ORA-12541" is a code too.
        String names = "ora-" + String.join(" ora-", each);
        return vendorCode(Vendor.ORACLE, codes).or(text).or(named(names));
    }

    static List<Rule> states() {
        Condition authText = says("""
                gss authentication failed | kerberos | authentication failed | password authentication
                no pg_hba.conf entry | access denied for user | authentication type .. is not supported
                no password was provided | scram | sasl authentication
                """);
        return List.of(
                afterFix("sql.connect-auth", AUTH, PG, sqlState("08").and(authText)),
                afterFix(
                        "sql.connect-tls-file",
                        CONFIGURATION,
                        "pgjdbc: the certificate file cannot be read, or the server has no TLS",
                        sqlState("08").and(says("""
                                        could not open ssl | could not read ssl | ssl root certificate | ssl key file
                                        server does not support ssl | could not load .. certificate | invalid sslmode
                                        could not find a java cryptographic algorithm | ssl certificate file
                                        """))),
                afterFix("sql.08P01", CONFIGURATION, PG + ": protocol violation", sqlState("08P01")),
                auto(
                        "sql.08004-full",
                        RESOURCE_EXHAUSTED,
                        MYSQL + ": 1040 has 08004",
                        sqlState("08004").and(says("too many connections | too many clients"))),
                afterFix("sql.08004", AUTH, ISO + ": the server rejected the connection", sqlState("08004")),
                auto("sql.08-timeout", TIMEOUT, PG, sqlState("08").and(says("timed out | timeout"))),
                auto("sql.40001", CONCURRENCY_CONFLICT, NPGSQL, sqlState("40001 40P01 55P03 55006 41000")),
                never("sql.40002", DATA_CORRUPTION, ISO + ": integrity violation at commit", sqlState("40002")),
                unknown("sql.40003", ISO + ": statement completion unknown", sqlState("40003")),
                auto("sql.40", CONCURRENCY_CONFLICT, ISO + ": transaction rollback", sqlState("40")),
                auto(
                        "sql.h2-lock",
                        CONCURRENCY_CONFLICT,
                        "H2 ErrorCode: LOCK_TIMEOUT_1, CONCURRENT_UPDATE_1",
                        sqlState("90131").or(sqlState("HYT00").and(says("timeout trying to lock table")))),
                auto("sql.HYT", TIMEOUT, "ODBC HYT00, HYT01", sqlState("HYT")),
                afterFix("sql.54", LOGIC_ERROR, PG + ": program limit exceeded", sqlState("54")),
                auto("sql.57P", SERVICE_UNAVAILABLE, NPGSQL, sqlState("57P01 57P02 57P03 57P05")),
                afterFix("sql.57P04", CONFIGURATION, PG + ": database dropped", sqlState("57P04")),
                unknown(
                        "sql.57014-user",
                        PG + ": a user canceled it",
                        sqlState("57014").and(says("user request"))),
                auto("sql.57014", TIMEOUT, PG + ": query canceled", sqlState("57014")),
                auto("sql.25006", SERVICE_UNAVAILABLE, PG + ": read-only, after a failover", sqlState("25006")),
                unknown("sql.25P02", PG + ": an earlier statement failed", sqlState("25P02")),
                auto("sql.25P03", TIMEOUT, PG + ": idle in transaction for too long", sqlState("25P03 25P04")),
                afterFix("sql.28", AUTH, ISO + ": invalid authorization", sqlState("28")),
                afterFix("sql.42501", AUTH, PG + ": insufficient privilege", sqlState("42501")),
                never("sql.22", DATA_CORRUPTION, ISO + ": data exception", sqlState("22 21 44")),
                never("sql.23", DATA_CORRUPTION, ISO + ": integrity constraint violation", sqlState("23 27")),
                afterFix("sql.3D", CONFIGURATION, ISO + ": invalid catalog or schema name", sqlState("3D 3F")),
                afterFix(
                        "sql.42-object",
                        CONFIGURATION,
                        ISO + ": missing object, often a missing migration",
                        sqlState("42P01 42703 42704 42883 42S02 42S22 42102 42122 42P07 42701 42710")),
                afterFix("sql.42", LOGIC_ERROR, ISO + ": syntax error or access rule violation", sqlState("42 2A 37")),
                afterFix("sql.F0", CONFIGURATION, PG + ": configuration file error", sqlState("F0")),
                afterFix(
                        "sql.07",
                        LOGIC_ERROR,
                        ISO + ": the program uses the interface wrongly",
                        sqlState("07 0A 24 26 34 25 2D 3B 0B 2F 39 55000 99999")),
                never("sql.XX001", DATA_CORRUPTION, PG + ": corrupted data", sqlState("XX001 XX002")),
                never("sql.P0001", DATA_CORRUPTION, PG + ": raised by a function", sqlState("P0001")),
                unknown("sql.XX000", PG + ": internal error", sqlState("XX000")));
    }

    /** A class alone: what the text says of a lasting reason goes before it. */
    static List<Rule> classes() {
        return List.of(
                auto("sql.08", NETWORK, ISO + ": connection exception", sqlState("08")),
                auto("sql.53", RESOURCE_EXHAUSTED, NPGSQL, sqlState("53")),
                auto("sql.58", SERVICE_UNAVAILABLE, NPGSQL, sqlState("58000 58030")));
    }
}
