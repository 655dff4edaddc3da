package io.ripresa.analyze;

import static io.ripresa.analyze.Condition.named;
import static io.ripresa.analyze.Condition.says;
import static io.ripresa.analyze.Condition.sqlState;
import static io.ripresa.analyze.Condition.vendorCode;
import static io.ripresa.analyze.Rule.afterFix;
import static io.ripresa.analyze.Rule.auto;
import static io.ripresa.analyze.Rule.never;
import static io.ripresa.analyze.Rule.unknown;

import io.ripresa.analyze.Evidence.Vendor;
import io.ripresa.model.Category;
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
        return List.of(
                auto(
                        "sql.mysql-conflict",
                        Category.CONCURRENCY_CONFLICT,
                        MYSQL,
                        vendorCode(Vendor.MYSQL, 1205, 1213, 3572, 1614)),
                auto(
                        "sql.mysql-connections",
                        Category.RESOURCE_EXHAUSTED,
                        MYSQL,
                        vendorCode(Vendor.MYSQL, 1040, 1203, 1226)),
                auto("sql.mysql-disk", Category.RESOURCE_EXHAUSTED, MYSQL, vendorCode(Vendor.MYSQL, 1021, 1114)),
                auto(
                        "sql.mysql-service",
                        Category.SERVICE_UNAVAILABLE,
                        MYSQL,
                        vendorCode(Vendor.MYSQL, 1053, 1290, 1836, 3032)),
                auto("sql.mysql-lost", Category.NETWORK, MYSQL, vendorCode(Vendor.MYSQL, 2006, 2013, 2055)),
                auto("sql.mysql-query-time", Category.TIMEOUT, MYSQL, vendorCode(Vendor.MYSQL, 3024, 1317)),
                afterFix(
                        "sql.mysql-auth",
                        Category.AUTH,
                        MYSQL,
                        vendorCode(Vendor.MYSQL, 1044, 1045, 1142, 1143, 1227, 1698, 1820, 1862, 3118)),
                afterFix(
                        "sql.mysql-blocked", Category.CONFIGURATION, MYSQL, vendorCode(Vendor.MYSQL, 1129, 1130, 1049)),
                never(
                        "sql.mysql-packet",
                        Category.DATA_CORRUPTION,
                        MYSQL,
                        vendorCode(Vendor.MYSQL, 1153, 1406, 1264, 1366, 1292, 1048, 1062, 1451, 1452)),
                auto(
                        "sql.mssql-conflict",
                        Category.CONCURRENCY_CONFLICT,
                        MSSQL,
                        vendorCode(Vendor.SQL_SERVER, 1204, 1205, 1222, 3960, 41301, 41302, 41305, 41325, 41839)),
                auto(
                        "sql.mssql-service",
                        Category.SERVICE_UNAVAILABLE,
                        MSSQL,
                        vendorCode(
                                Vendor.SQL_SERVER,
                                40197,
                                40501,
                                40613,
                                49918,
                                49919,
                                49920,
                                4221,
                                42108,
                                42109,
                                40143,
                                40540,
                                18401)),
                auto(
                        "sql.mssql-resource",
                        Category.RESOURCE_EXHAUSTED,
                        MSSQL,
                        vendorCode(Vendor.SQL_SERVER, 10928, 10929, 701, 802, 8645, 8651)),
                auto(
                        "sql.mssql-network",
                        Category.NETWORK,
                        MSSQL,
                        vendorCode(Vendor.SQL_SERVER, 233, 64, 20, 121, 10053, 10054, 10060, 10061, 11001)),
                auto("sql.mssql-timeout", Category.TIMEOUT, MSSQL, vendorCode(Vendor.SQL_SERVER, -2)),
                afterFix(
                        "sql.mssql-auth",
                        Category.AUTH,
                        MSSQL,
                        vendorCode(Vendor.SQL_SERVER, 18456, 18452, 18486, 18487, 18488, 229, 230)),
                auto(
                        "sql.oracle-conflict",
                        Category.CONCURRENCY_CONFLICT,
                        ORACLE,
                        vendorCode(Vendor.ORACLE, 60, 8177, 54, 30006, 4020)),
                auto(
                        "sql.oracle-service",
                        Category.SERVICE_UNAVAILABLE,
                        ORACLE,
                        vendorCode(Vendor.ORACLE, 12541, 12516, 12520, 1033, 1034, 1089, 1090, 12528)),
                auto(
                        "sql.oracle-network",
                        Category.NETWORK,
                        ORACLE,
                        vendorCode(Vendor.ORACLE, 3113, 3114, 12547, 17002, 12537, 12170)),
                afterFix(
                        "sql.oracle-auth",
                        Category.AUTH,
                        ORACLE,
                        vendorCode(Vendor.ORACLE, 1017, 28000, 28001, 1031, 1045)),
                afterFix(
                        "sql.oracle-config",
                        Category.CONFIGURATION,
                        ORACLE,
                        vendorCode(Vendor.ORACLE, 12514, 12162, 12154, 12505, 942)),
                never(
                        "sql.oracle-data",
                        Category.DATA_CORRUPTION,
                        ORACLE,
                        vendorCode(Vendor.ORACLE, 1, 1400, 1438, 1722, 2290, 2291, 2292, 12899)));
    }

    static List<Rule> states() {
        Condition authText = says(
                "gss authentication failed",
                "kerberos",
                "authentication failed",
                "password authentication",
                "no pg_hba.conf entry",
                "access denied for user");
        return List.of(
                afterFix("sql.connect-auth", Category.AUTH, PG, sqlState("08").and(authText)),
                afterFix(
                        "sql.connect-tls-file",
                        Category.CONFIGURATION,
                        "pgjdbc LibPQFactory: the certificate file cannot be read",
                        sqlState("08")
                                .and(says(
                                        "could not open ssl",
                                        "could not read ssl",
                                        "ssl root certificate",
                                        "ssl key file"))),
                afterFix("sql.08P01", Category.CONFIGURATION, PG + ": protocol violation", sqlState("08P01")),
                auto(
                        "sql.08004-full",
                        Category.RESOURCE_EXHAUSTED,
                        MYSQL + ": 1040 has 08004",
                        sqlState("08004").and(says("too many connections"))),
                afterFix("sql.08004", Category.AUTH, ISO + ": the server rejected the connection", sqlState("08004")),
                auto("sql.08001-timeout", Category.TIMEOUT, PG, sqlState("08").and(says("timed out", "timeout"))),
                auto("sql.08001", Category.NETWORK, ISO + ": the client could not connect", sqlState("08001")),
                auto("sql.08", Category.NETWORK, ISO + ": connection exception", sqlState("08")),
                auto(
                        "sql.40001",
                        Category.CONCURRENCY_CONFLICT,
                        NPGSQL,
                        sqlState("40001", "40P01", "55P03", "55006", "41000")),
                auto("sql.hyt", Category.TIMEOUT, "ODBC HYT00, HYT01", sqlState("HYT")),
                never(
                        "sql.40002",
                        Category.DATA_CORRUPTION,
                        ISO + ": integrity constraint violation at commit",
                        sqlState("40002")),
                unknown("sql.40003", ISO + ": statement completion unknown", sqlState("40003")),
                auto("sql.40", Category.CONCURRENCY_CONFLICT, ISO + ": transaction rollback", sqlState("40")),
                auto("sql.53", Category.RESOURCE_EXHAUSTED, NPGSQL, sqlState("53")),
                afterFix("sql.54", Category.LOGIC_ERROR, PG + ": program limit exceeded", sqlState("54")),
                auto("sql.57P", Category.SERVICE_UNAVAILABLE, NPGSQL, sqlState("57P01", "57P02", "57P03", "57P05")),
                afterFix("sql.57P04", Category.CONFIGURATION, PG + ": database dropped", sqlState("57P04")),
                auto("sql.57014", Category.TIMEOUT, PG + ": query canceled", sqlState("57014")),
                auto("sql.58", Category.SERVICE_UNAVAILABLE, NPGSQL, sqlState("58000", "58030")),
                auto(
                        "sql.25006",
                        Category.SERVICE_UNAVAILABLE,
                        PG + ": read-only transaction, after a failover",
                        sqlState("25006")),
                unknown("sql.25P02", PG + ": an earlier statement failed", sqlState("25P02")),
                afterFix("sql.28", Category.AUTH, ISO + ": invalid authorization", sqlState("28")),
                afterFix("sql.42501", Category.AUTH, PG + ": insufficient privilege", sqlState("42501")),
                never("sql.22", Category.DATA_CORRUPTION, ISO + ": data exception", sqlState("22", "21", "44")),
                never(
                        "sql.23",
                        Category.DATA_CORRUPTION,
                        ISO + ": integrity constraint violation",
                        sqlState("23", "27")),
                afterFix(
                        "sql.3D",
                        Category.CONFIGURATION,
                        ISO + ": invalid catalog or schema name",
                        sqlState("3D", "3F")),
                afterFix(
                        "sql.42",
                        Category.CONFIGURATION,
                        ISO + ": missing object, often a missing migration",
                        sqlState("42P01", "42703", "42704", "42883", "42S02", "42S22", "42102", "42122")),
                afterFix(
                        "sql.42-syntax",
                        Category.LOGIC_ERROR,
                        ISO + ": syntax error or access rule violation",
                        sqlState("42", "2A", "37")),
                afterFix(
                        "sql.07",
                        Category.LOGIC_ERROR,
                        ISO + ": dynamic SQL error",
                        sqlState("07", "0A", "24", "26", "34", "25", "2D", "3B")),
                never("sql.XX001", Category.DATA_CORRUPTION, PG + ": corrupted data", sqlState("XX001", "XX002")),
                auto(
                        "sql.h2-lock",
                        Category.CONCURRENCY_CONFLICT,
                        "H2 ErrorCode LOCK_TIMEOUT_1",
                        sqlState("HYT00", "90131").and(named("JdbcSQLTimeoutException"))));
    }
}
