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

/** Codes of H2, Db2 and SQLite, symbolic names of MySQL, further numbers of SQL Server and Oracle. */
final class DatabaseCodeRules {

    private static final String H2 = "H2: org.h2.api.ErrorCode";
    private static final String DB2 = "IBM Db2: SQL messages (SQLCODE) and SQLSTATE";
    private static final String SQLITE = "SQLite: result and error codes";
    private static final String MYSQL = "MySQL server and client error reference";
    private static final String MSSQL = "SQL Server: database engine events and errors";
    private static final String ORACLE = "Oracle Database error messages";

    private static final String PRISMA = "Prisma Client: error reference";

    private DatabaseCodeRules() {}

    private static Condition prisma(String codes) {
        return named(codes)
                .or(says("^ " + codes.replace(" ", " | ^ ") + " | error " + codes.replace(" ", " | error ")));
    }

    static List<Rule> h2() {
        return List.of(
                auto("h2.in-use", CONCURRENCY_CONFLICT, H2, sqlState("90131 50200 90135")),
                afterFix(
                        "h2.held",
                        CONCURRENCY_CONFLICT,
                        H2 + ": DATABASE_ALREADY_OPEN, held by another process",
                        sqlState("90020")),
                auto("h2.closed", SERVICE_UNAVAILABLE, H2, sqlState("90121 90098")),
                auto("h2.broken", NETWORK, H2, sqlState("90067")),
                auto("h2.space", RESOURCE_EXHAUSTED, H2, sqlState("90100")),
                afterFix("h2.memory", RESOURCE_EXHAUSTED, H2, sqlState("90108 90006")),
                never("h2.corrupt", DATA_CORRUPTION, H2, sqlState("90030 90095 90003 90004 90005 90008 90021 90056")),
                afterFix("h2.rights", AUTH, H2, sqlState("90040 90096 90050 90049")),
                auto("h2.io", SERVICE_UNAVAILABLE, H2, sqlState("90028 90031")),
                afterFix(
                        "h2.handle",
                        LOGIC_ERROR,
                        H2,
                        sqlState(
                                "90007 90039 90018 90002 90001 90009 90010 90014 90016 90051 90053 90054 90128 90140 90141 90130 90080")),
                unknown("h2.general", H2, sqlState("50000 50004")),
                afterFix("h2.feature", LOGIC_ERROR, H2, sqlState("50100")),
                afterFix("h2.config", CONFIGURATION, H2 + ": names, versions, settings", sqlState("90")));
    }

    static List<Rule> db2() {
        return List.of(
                auto("db2.conflict", CONCURRENCY_CONFLICT, DB2, db2("-911 -913 -509")),
                auto("db2.resource", RESOURCE_EXHAUSTED, DB2, db2("-904 -964 -289 -930 -1040 -1226 -1084 -968")),
                auto("db2.service", SERVICE_UNAVAILABLE, DB2, db2("-1224 -1015 -1032 -20157 -1476 -1034 -1035")),
                auto("db2.network", NETWORK, DB2, db2("-30081 -30080 -4499 -4498 -1229 -30108")),
                auto("db2.timeout", TIMEOUT, DB2, db2("-952 -905")),
                afterFix("db2.auth", AUTH, DB2, db2("-30082 -551 -552 -922 -1403 -4214 -567")),
                afterFix(
                        "db2.config",
                        CONFIGURATION,
                        DB2,
                        db2("-204 -206 -1031 -1013 -1097 -440 -805 -443 -727 -20054")),
                afterFix("db2.syntax", LOGIC_ERROR, DB2, db2("-104 -199 -518 -501 -203 -312 -117 -119 -727")),
                never(
                        "db2.data",
                        DATA_CORRUPTION,
                        DB2,
                        db2(
                                "-803 -407 -530 -531 -532 -545 -302 -303 -304 -413 -420 -180 -181 -433 -1476 -801 -802 -407")));
    }

    private static Condition db2(String codes) {
        String[] each = codes.split(" ", -1);
        int[] numbers = new int[each.length];
        StringBuilder phrases = new StringBuilder();
        for (int i = 0; i < each.length; i++) {
            numbers[i] = Integer.parseInt(each[i]);
            String digits = each[i].substring(1);
            phrases.append("sqlcode ")
                    .append(digits)
                    .append("|db2 sql error sqlcode ")
                    .append(digits)
                    .append('|');
        }
        return vendorCode(Vendor.DB2, numbers).or(says(phrases.toString()));
    }

    static List<Rule> names() {
        return List.of(
                auto("mysql.conflict", CONCURRENCY_CONFLICT, MYSQL, named("""
                        ER_LOCK_DEADLOCK ER_LOCK_WAIT_TIMEOUT ER_LOCK_NOWAIT ER_XA_RBDEADLOCK ER_XA_RBTIMEOUT
                        ER_CHECKREAD ER_USER_LOCK_DEADLOCK ER_ERROR_DURING_COMMIT_CONFLICT
                        """)),
                auto("mysql.resource", RESOURCE_EXHAUSTED, MYSQL, named("""
                        ER_CON_COUNT_ERROR ER_TOO_MANY_USER_CONNECTIONS ER_RECORD_FILE_FULL ER_DISK_FULL
                        """)),
                auto("mysql.service", SERVICE_UNAVAILABLE, MYSQL, named("""
                        ER_SERVER_SHUTDOWN ER_OPTION_PREVENTS_STATEMENT ER_READ_ONLY_MODE ER_SERVER_OFFLINE_MODE
                        ER_NORMAL_SHUTDOWN ER_FORCING_CLOSE
                        """)),
                afterFix(
                        "mysql.own-limit",
                        RESOURCE_EXHAUSTED,
                        MYSQL,
                        named(
                                "ER_TRANS_CACHE_FULL ER_STMT_CACHE_FULL ER_OUT_OF_SORTMEMORY ER_OUTOFMEMORY ER_OUT_OF_RESOURCES ER_USER_LIMIT_REACHED ER_TOO_BIG_SELECT")),
                auto("mysql.network", NETWORK, MYSQL, named("""
                        CR_SERVER_LOST CR_SERVER_GONE_ERROR CR_CONN_HOST_ERROR CR_CONNECTION_ERROR
                        PROTOCOL_CONNECTION_LOST ER_NET_READ_ERROR ER_NET_READ_INTERRUPTED PROTOCOL_SEQUENCE_TIMEOUT
                        CR_SERVER_LOST_EXTENDED ER_ABORTING_CONNECTION ER_NET_PACKETS_OUT_OF_ORDER
                        """).or(says("packets out of order"))),
                auto("prisma.network", NETWORK, PRISMA, prisma("p1001 p1017")),
                auto("prisma.timeout", TIMEOUT, PRISMA, prisma("p1002 p1008")),
                auto("prisma.pool", RESOURCE_EXHAUSTED, PRISMA, prisma("p2024 p2037")),
                auto("prisma.conflict", CONCURRENCY_CONFLICT, PRISMA, prisma("p2034")),
                afterFix("prisma.auth", AUTH, PRISMA, prisma("p1000 p1010")),
                afterFix(
                        "prisma.config",
                        CONFIGURATION,
                        PRISMA,
                        prisma("p1003 p1012 p1013 p1014 p1015 p2021 p2022 p3005 p3009")),
                never(
                        "prisma.data",
                        DATA_CORRUPTION,
                        PRISMA,
                        prisma(
                                "p2000 p2002 p2003 p2004 p2005 p2006 p2007 p2011 p2012 p2014 p2015 p2018 p2020 p2025 p2033")),
                auto("mysql.timeout", TIMEOUT, MYSQL, named("ER_QUERY_TIMEOUT ER_STATEMENT_TIMEOUT")),
                afterFix("mysql.auth", AUTH, MYSQL, named("""
                        ER_ACCESS_DENIED_ERROR ER_DBACCESS_DENIED_ERROR ER_TABLEACCESS_DENIED_ERROR
                        ER_NOT_SUPPORTED_AUTH_MODE ER_MUST_CHANGE_PASSWORD ER_ACCOUNT_HAS_BEEN_LOCKED
                        ER_SPECIFIC_ACCESS_DENIED_ERROR ER_COLUMNACCESS_DENIED_ERROR
                        """)),
                afterFix("mysql.config", CONFIGURATION, MYSQL, named("""
                        ER_BAD_DB_ERROR ER_NO_SUCH_TABLE ER_BAD_FIELD_ERROR ER_BAD_TABLE_ERROR ER_HOST_NOT_PRIVILEGED
                        ER_HOST_IS_BLOCKED ER_SP_DOES_NOT_EXIST ER_TABLE_EXISTS_ERROR ER_UNKNOWN_SYSTEM_VARIABLE
                        """)),
                never("mysql.data", DATA_CORRUPTION, MYSQL, named("""
                        ER_DUP_ENTRY ER_DATA_TOO_LONG ER_BAD_NULL_ERROR ER_TRUNCATED_WRONG_VALUE ER_NO_REFERENCED_ROW
                        ER_NO_REFERENCED_ROW_2 ER_ROW_IS_REFERENCED ER_ROW_IS_REFERENCED_2 ER_NET_PACKET_TOO_LARGE
                        ER_WARN_DATA_OUT_OF_RANGE ER_TRUNCATED_WRONG_VALUE_FOR_FIELD ER_CRASHED_ON_USAGE
                        ER_INVALID_JSON_TEXT ER_CHECK_CONSTRAINT_VIOLATED ER_NOT_KEYFILE WARN_DATA_TRUNCATED
                        """)),
                afterFix("mysql.syntax", LOGIC_ERROR, MYSQL, named("""
                        ER_PARSE_ERROR ER_WRONG_VALUE_COUNT_ON_ROW ER_EMPTY_QUERY ER_WRONG_FIELD_WITH_GROUP
                        """)),
                auto("sqlite.busy", CONCURRENCY_CONFLICT, SQLITE, named("""
                        SQLITE_BUSY SQLITE_LOCKED SQLITE_BUSY_SNAPSHOT SQLITE_BUSY_RECOVERY SQLITE_BUSY_TIMEOUT
                        SQLITE_LOCKED_SHAREDCACHE SQLITE_PROTOCOL
                        """)),
                auto("sqlite.full", RESOURCE_EXHAUSTED, SQLITE, named("SQLITE_FULL")),
                never("sqlite.data", DATA_CORRUPTION, SQLITE, named("""
                        SQLITE_CORRUPT SQLITE_NOTADB SQLITE_CONSTRAINT SQLITE_MISMATCH SQLITE_TOOBIG
                        SQLITE_CONSTRAINT_UNIQUE SQLITE_CONSTRAINT_PRIMARYKEY SQLITE_CONSTRAINT_FOREIGNKEY
                        SQLITE_CONSTRAINT_NOTNULL SQLITE_CONSTRAINT_CHECK
                        """).or(says("file is not a database"))),
                afterFix(
                        "sqlite.config", CONFIGURATION, SQLITE, named("SQLITE_CANTOPEN SQLITE_SCHEMA SQLITE_READONLY")),
                afterFix("sqlite.auth", AUTH, SQLITE, named("SQLITE_PERM SQLITE_AUTH")),
                afterFix(
                        "sqlite.misuse",
                        LOGIC_ERROR,
                        SQLITE,
                        named("SQLITE_MISUSE SQLITE_RANGE SQLITE_ERROR")
                                .and(says("malformed | locked | full | i/o error")
                                        .negate())),
                unknown(
                        "sqlite.io",
                        SQLITE + ": a device that may be broken for good",
                        named("SQLITE_IOERR").or(says("disk i/o error"))));
    }

    /** What numbers stand for, where the number is not told: the message texts of the same errors. */
    static List<Rule> texts() {
        return List.of(
                auto("mssql.capacity", RESOURCE_EXHAUSTED, MSSQL + ": 49918, 10928, 10929, 8645", says("""
                        not enough resources to process request | server is currently too busy to support requests
                        timeout occurred while waiting for memory resources | insufficient system memory in resource pool
                        limit for the database is .. and has been reached | resource governor
                        transaction log for database .. is full due to | elastic pool has reached its storage limit
                        """)),
                auto("mssql.throttled", RATE_LIMIT, MSSQL + ": 49919, 49920, 40501", says("""
                        too many operations in progress for subscription | too many create or update operations in progress
                        requests are currently blocked for resource optimization
                        """)),
                auto(
                        "mssql.conflict",
                        CONCURRENCY_CONFLICT,
                        MSSQL + ": 41301, 41302, 41305, 41325, 41839, 3960",
                        says("""
                        serializable validation failure | repeatable read validation failure
                        dependency was taken on another transaction | record that has been updated since
                        exceeded the maximum number of commit dependencies | updated since the transaction started
                        snapshot isolation transaction aborted due to update conflict | write conflict with another
                        """)),
                auto("mssql.service", SERVICE_UNAVAILABLE, MSSQL + ": 18401, 40613, 40197, 983, 976", says("""
                        script upgrade mode | is paused to conserve compute
                        database .. is not accessible for queries | availability replica .. is not in the primary role
                        replica role is resolving | because its availability replica | session tracing id
                        is being recovered waiting until recovery is finished | failed over
                        """)),
                auto("mssql.network", NETWORK, MSSQL + ": 233, 64, 121", says("""
                        error occurred during the login process | error during connection initialization process | pre-login handshake | pre-login acknowledgement
                        error occurred while establishing a connection to sql server | named pipes provider
                        tcp provider error 0 | login timeout expired | connection is broken and recovery is not possible
                        """)),
                auto("mysql.idle", NETWORK, MYSQL + ": 4031", says("disconnected by the server because of inactivity")),
                afterFix(
                        "oracle.snapshot",
                        RESOURCE_EXHAUSTED,
                        ORACLE + ": ORA-01555, action: raise UNDO_RETENTION",
                        says("snapshot too old")),
                auto("vitess.service", SERVICE_UNAVAILABLE, "Vitess and PlanetScale: vtgate errors", says("""
                        primary is not serving | no healthy tablet | no healthy endpoints | keyspace is being resharded
                        no primary available for | no replica available for | no running members available
                        reparent operation in progress | seamless scaling
                        """)),
                auto("vitess.pool", RESOURCE_EXHAUSTED, "Vitess: vttablet pools", says("""
                        pool connection limit exceeded | connection limit exceeded | resource pool timed out
                        """)),
                auto("pgbouncer.service", NETWORK, "PgBouncer messages", says("""
                        failed to connect to upstream | failed to send startup message | failed to read startup message
                        client_idle_limit | server_login_retry | no connection to the server | server conn crashed
                        """)));
    }

    private static final io.ripresa.model.Category RATE_LIMIT = io.ripresa.model.Category.RATE_LIMIT;
}
