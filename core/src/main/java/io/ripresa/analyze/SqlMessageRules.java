package io.ripresa.analyze;

import static io.ripresa.analyze.Conditions.named;
import static io.ripresa.analyze.Conditions.says;
import static io.ripresa.analyze.Rule.afterFix;
import static io.ripresa.analyze.Rule.auto;
import static io.ripresa.analyze.Rule.never;
import static io.ripresa.model.Category.AUTH;
import static io.ripresa.model.Category.CONCURRENCY_CONFLICT;
import static io.ripresa.model.Category.CONFIGURATION;
import static io.ripresa.model.Category.DATA_CORRUPTION;
import static io.ripresa.model.Category.LOGIC_ERROR;
import static io.ripresa.model.Category.NETWORK;
import static io.ripresa.model.Category.RESOURCE_EXHAUSTED;
import static io.ripresa.model.Category.SERVICE_UNAVAILABLE;
import static io.ripresa.model.Category.TIMEOUT;

import java.util.List;

/** What SQL databases, their drivers and warehouses say, by their own message catalogues. */
final class SqlMessageRules {

    private static final String PG = "PostgreSQL: src/backend messages";
    private static final String MYSQL = "MySQL and MariaDB: errmsg.txt; Connector/J LocalizedErrorMessages.properties";
    private static final String ORACLE = "Oracle Database error messages; Oracle JDBC messages";
    private static final String MSSQL = "SQL Server: sys.messages; mssql-jdbc SQLServerResource";
    private static final String SQLITE = "SQLite and Python sqlite3 messages";
    private static final String SNOWFLAKE = "Snowflake: error messages";
    private static final String BIGQUERY = "BigQuery: error messages and quotas";
    private static final String REDSHIFT = "Amazon Redshift: serializable isolation, WLM";
    private static final String TRINO = "Trino: messages of the analyser and the scheduler";
    private static final String CLICKHOUSE = "ClickHouse: ErrorCodes.cpp";
    private static final String H2 = "H2: ErrorCode and messages";

    private SqlMessageRules() {}

    static List<Rule> texts() {
        return List.of(
                afterFix("pg.statement", LOGIC_ERROR, PG, says("""
                        prepared statement .. already exists | prepared statement .. does not exist | cursor .. does not exist | portal .. does not exist
                        cannot run inside a transaction block | could not determine data type of parameter | operator does not exist
                        is of type .. but expression is of type | could not determine polymorphic type
                        because other objects depend on it | could not identify an equality operator | cannot insert multiple commands into a prepared statement
                        savepoint .. does not exist | bind message supplies | function .. is not unique | aggregate functions are not allowed
                        window functions are not allowed | must appear in the group by clause | stack depth limit exceeded
                        each union query must have the same number | insert has more expressions than target columns | column reference .. is ambiguous
                        cannot be matched | return type mismatch | set-returning functions are not allowed | more than one row returned by a subquery
                        """)),
                never("pg.data", DATA_CORRUPTION, PG, says("""
                        affect row a second time | invalid memory alloc request | index row size .. exceeds | index row requires .. maximum size is
                        row is too big maximum size | invalid regular expression | invalid escape | violates row-level security policy for
                        no partition of relation .. found for row | cannot cast .. to type | input is out of range | invalid hexadecimal
                        unsupported unicode escape | malformed array literal | malformed record literal | extra data after last expected column
                        """)),
                afterFix("pg.settings", CONFIGURATION, PG, says("""
                        unrecognized configuration parameter | cannot be changed without restarting | logical decoding requires wal_level
                        has invalid permissions | wraparound data loss | could not access file .. no such file | extension .. is not available
                        must be loaded via shared_preload_libraries | database files are incompatible | was initialized by postgresql version
                        collation version mismatch | invalid value for parameter | parameter .. cannot be changed | text search configuration .. does not exist
                        unlogged tables during recovery | server is not in standby | could not load library
                        """)),
                afterFix("pg.slots", RESOURCE_EXHAUSTED, PG + ": max_replication_slots, temp_file_limit", says("""
                        all replication slots are in use | number of requested standby connections exceeds | temporary file size exceeds
                        """)),
                afterFix("mysql.statement", LOGIC_ERROR, MYSQL, says("""
                        no value specified for parameter | can not issue data manipulation statements | can not issue select via | streaming result set
                        before start of result set | after end of result set | illegal operation on empty result set | result set representing update count
                        column .. not found $ | only_full_group_by | every derived table must have its own alias | operand should contain
                        subquery returns more than 1 row | column count doesn t match value count | you can t specify target table
                        prepared statement needs to be re-prepared | parameter number .. is not an out parameter | generated keys not requested
                        query was empty | not unique table/alias | invalid use of group function | key column .. doesn t exist in table
                        statement.executeupdate .. cannot issue | can t reopen table
                        """)),
                never("mysql.values", DATA_CORRUPTION, MYSQL, says("""
                        zero date value prohibited | row size too large | specified key was too long | data truncated for column
                        truncated incorrect | invalid json text | field .. doesn t have a default value | cannot convert value
                        incorrect decimal value | incorrect date value | bigint unsigned value is out of range | got a packet bigger than
                        can t drop .. check that column/key exists | not in .. character set | cannot create a json value from
                        """)),
                afterFix("mysql.settings", CONFIGURATION, MYSQL, says("""
                        secure-file-priv | loading local data is disabled | none of deterministic | server time zone value .. is unrecognized
                        unable to load authentication plugin | illegal mix of collations | client_plugin_auth is required | ssl connection required for plugin
                        client does not support authentication protocol | unknown character set | unknown collation | unknown storage engine | plugin .. is not loaded
                        illegal connection port value | malformed database url | no timezone mapping entry | disabled by ansi/traditional mode
                        statement violates gtid consistency | binary logging not possible | cannot execute statement impossible to write to binary log
                        sslmode .. is enabled | unsupported collation | table .. is read only | the used command is not allowed with this mysql version
                        """)),
                afterFix("mysql.limits", RESOURCE_EXHAUSTED, MYSQL, says("""
                        has exceeded the .. resource | max_prepared_stmt_count | number of locks exceeds the lock table size | out of sort memory
                        max_binlog_cache_size | increase this mysqld variable | you need .. increase .. buffer size
                        """)),
                auto("mysql.nowait", CONCURRENCY_CONFLICT, MYSQL + ": 3572, 1205, 1180", says("""
                        nowait is set | lock s could not be acquired | wsrep detected deadlock | skip locked is set
                        """)),
                auto("oracle.switching", SERVICE_UNAVAILABLE, ORACLE, says("""
                        ora-16456 | ora-16000 | ora-01092 | ora-25402 | ora-25405 | ora-25409 | ora-12757 | ora-01219 | ora-45904 | ora-10456
                        """)),
                auto(
                        "oracle.wait-lock",
                        CONCURRENCY_CONFLICT,
                        ORACLE,
                        says("ora-04021 | ora-30006 | ora-14450 | ora-00055 | ora-02049 | ora-08176 | ora-04061")),
                auto("oracle.space", RESOURCE_EXHAUSTED, ORACLE, says("""
                        ora-00257 | ora-01652 | ora-01650 | ora-01651 | ora-01655 | ora-01688 | ora-01691 | ora-01692 | ora-00019 | ora-00020 | ora-19809
                        ora-19815 | archiver error | unable to extend .. tablespace | unable to extend .. segment | unable to extend table | unable to extend index | unable to extend temp | unable to extend lob | ucp-29 | ucp-45064
                        """)),
                afterFix(
                        "oracle.limits",
                        RESOURCE_EXHAUSTED,
                        ORACLE,
                        says("ora-04036 | ora-02395 | ora-02396 | ora-02392 | ora-02393 | ora-04063 memory")),
                never("oracle.values", DATA_CORRUPTION, ORACLE, says("""
                        ora-01839 | ora-01840 | ora-01841 | ora-01830 | ora-01847 | ora-01476 | ora-01426 | ora-01840 | ora-01850 | ora-06502 | ora-01401 | ora-12899 | ora-02449
                        ora-01480 | ora-01489 | ora-01790 | ora-08103 | ora-01410 | ora-30926 | ora-29283 | ora-31011 | ora-40441
                        """)),
                afterFix("oracle.statement", LOGIC_ERROR, ORACLE, says("""
                        ora-01403 | ora-01422 | ora-00904 | ora-00918 | ora-00932 | ora-04091 | ora-06512 at .. ora-06502 | ora-01036 | ora-01745 | ora-14551 | ora-01086
                        missing in or out parameter | exhausted resultset | invalid column index | invalid column name | resultset.next was not called
                        ora-17003 | ora-17004 | ora-17006 | ora-17011 | ora-17041 | statement handle not executed
                        """)),
                afterFix("oracle.settings", CONFIGURATION, ORACLE, says("""
                        ora-12705 | ora-04045 | ora-01109 | ora-28759 | ora-01722 setting | non supported character set | ora-04063 | ora-04062 | ora-12533 | ora-12504 | ora-12560
                        ora-00439 | ora-01502 | ora-02019 | ora-29273 | ora-24247 | ora-65096 | ora-01950 | ora-00959 | ora-01918 | ora-12650 | ora-12660
                        """)),
                afterFix(
                        "oracle.certificate",
                        AUTH,
                        ORACLE,
                        says("ora-29024 | ora-28860 | ora-01031 | ora-28002 | ora-28003 | ora-01035")),
                afterFix("mssql.statement", LOGIC_ERROR, MSSQL, says("""
                        is not set for the parameter | value is not set for the parameter number | result set has no current row | did not return a result set
                        has too many parameters | must declare the scalar variable | must declare the table variable | multi-part identifier .. could not be bound
                        result set was generated for update | cannot be bound because | has no parameters and arguments were supplied | procedure or function .. expects parameter
                        column name or number of supplied values does not match | is not contained in either an aggregate | incorrect syntax
                        begin and commit statements | identity_insert is set to off | explicit value for identity column | the index .. is out of range
                        """)),
                never("mssql.values", DATA_CORRUPTION, MSSQL, says("""
                        error converting data type | arithmetic overflow error | operand type clash | divide by zero error encountered
                        out-of-range value | cannot insert the value null | subquery returned more than 1 value | data would be truncated
                        """)),
                afterFix(
                        "mssql.settings",
                        CONFIGURATION,
                        MSSQL,
                        says("""
                        not configured for integrated authentication | trustservercertificate | sqljdbc_auth | server principal .. is not able | because the database is read-only | because it is offline
                        ole db provider .. has not been registered | component .. is turned off | xp_cmdshell
                        """).and(says("pkix | certificate verify").negate())),
                afterFix("mssql.size", RESOURCE_EXHAUSTED, MSSQL + ": 40544", says("has reached its size quota")),
                auto("mssql.restoring", SERVICE_UNAVAILABLE, MSSQL + ": 927, 3906, 982", says("""
                        in the middle of a restore | not in the primary or secondary role
                        database is currently being restored
                        """)),
                afterFix("sqlite.misused", LOGIC_ERROR, SQLITE, says("""
                        sqlite objects created in a thread | incorrect number of bindings | cannot operate on a closed database | too many sql variables
                        you can only execute one statement at a time | error binding parameter | cannot start a transaction within
                        """)),
                never("h2.file", DATA_CORRUPTION, H2, says("unsupported database file version or invalid file header")),
                afterFix(
                        "h2.no-database",
                        CONFIGURATION,
                        H2,
                        says("either pre-create it or allow remote database creation")),
                afterFix(
                        "snowflake.warehouse",
                        CONFIGURATION,
                        SNOWFLAKE,
                        says("""
                        warehouse being suspended | warehouse .. is suspended | alter warehouse | no active warehouse | does not exist or not authorized
                        """).and(says("resource monitor").negate())),
                afterFix("snowflake.statement", LOGIC_ERROR, SNOWFLAKE, says("""
                        sql compilation error syntax error | sql compilation error error line | sql compilation error invalid identifier | sql compilation error ambiguous
                        """)),
                afterFix(
                        "snowflake.denied",
                        AUTH,
                        SNOWFLAKE,
                        says("is not allowed to access snowflake | insufficient privileges to operate")),
                auto("snowflake.time", TIMEOUT, SNOWFLAKE, says("reached its statement or warehouse timeout")),
                afterFix(
                        "bigquery.own-limit",
                        RESOURCE_EXHAUSTED,
                        BIGQUERY,
                        says("""
                        resources exceeded during query execution | exceeded limit for bytes billed | project exceeded quota | table exceeded quota
                        exceeded quota for free query | not enough resources for query planning | maximum disk and memory limit
                        """)
                                .and(says("rate limits | too many dml | jobratelimitexceeded | outstanding")
                                        .negate())),
                afterFix("bigquery.statement", LOGIC_ERROR, BIGQUERY, says("""
                        unrecognized name | no matching signature for | syntax error expected | query error | without a filter over column
                        """)),
                afterFix("bigquery.no-such", CONFIGURATION, BIGQUERY, says("""
                        not found dataset | not found table | not found project | not found in location | was not found in location
                        """)),
                auto(
                        "bigquery.backend",
                        SERVICE_UNAVAILABLE,
                        BIGQUERY,
                        says("retrying may solve the problem | retrying the job may solve | backenderror")),
                auto("bigquery.conflict", CONCURRENCY_CONFLICT, BIGQUERY, says("could not serialize access to table")),
                auto("redshift.serial", CONCURRENCY_CONFLICT, REDSHIFT, says("serializable isolation violation")),
                auto("redshift.wlm", TIMEOUT, REDSHIFT, says("cancelled by wlm abort action")),
                auto(
                        "trino.abandoned",
                        SERVICE_UNAVAILABLE,
                        TRINO,
                        says("was abandoned no communication | could not communicate with the remote task")),
                afterFix("trino.names", CONFIGURATION, TRINO, says("""
                        column .. cannot be resolved | catalog .. does not exist | schema must be specified when session schema
                        catalog must be specified when session catalog | is not a valid data source | session property .. does not exist
                        """)),
                afterFix("trino.statement", LOGIC_ERROR, TRINO, says("""
                        mismatched input .. expecting | mismatched input .. expected | no viable alternative at input | unexpected parameters .. for function
                        must be an aggregate expression or appear | is ambiguous $ | extraneous input
                        """)),
                auto("clickhouse.named-service", SERVICE_UNAVAILABLE, CLICKHOUSE, clickhouse("""
                        KEEPER_EXCEPTION TABLE_IS_READ_ONLY ALL_CONNECTION_TRIES_FAILED NO_ACTIVE_REPLICAS SHARD_HAS_NO_CONNECTIONS ALL_REPLICAS_LOST
                        ZOOKEEPER_ERROR NO_ZOOKEEPER REPLICA_IS_NOT_IN_QUORUM TOO_FEW_LIVE_REPLICAS ALL_REPLICAS_ARE_STALE NO_REPLICA_HAS_PART
                        """)),
                auto("clickhouse.named-conflict", CONCURRENCY_CONFLICT, CLICKHOUSE, clickhouse("""
                        DEADLOCK_AVOIDED UNFINISHED QUERY_WITH_SAME_ID_IS_ALREADY_RUNNING PART_IS_TEMPORARILY_LOCKED CANNOT_ASSIGN_ALTER
                        """)),
                auto(
                        "clickhouse.named-network",
                        NETWORK,
                        CLICKHOUSE,
                        clickhouse("NETWORK_ERROR CANNOT_READ_FROM_SOCKET CANNOT_WRITE_TO_SOCKET")),
                auto(
                        "clickhouse.named-time",
                        TIMEOUT,
                        CLICKHOUSE,
                        clickhouse("TIMEOUT_EXCEEDED SOCKET_TIMEOUT TOO_SLOW")),
                auto("clickhouse.named-room", RESOURCE_EXHAUSTED, CLICKHOUSE, clickhouse("""
                        TOO_MANY_SIMULTANEOUS_QUERIES NOT_ENOUGH_SPACE TOO_MANY_PARTS NO_FREE_CONNECTION CANNOT_SCHEDULE_TASK
                        """)),
                afterFix(
                        "clickhouse.named-limit",
                        RESOURCE_EXHAUSTED,
                        CLICKHOUSE,
                        clickhouse("""
                        MEMORY_LIMIT_EXCEEDED TOO_MANY_BYTES TOO_MANY_ROWS TOO_MANY_ROWS_OR_BYTES QUOTA_EXCEEDED TOO_MANY_PARTITIONS SET_SIZE_LIMIT_EXCEEDED
                        TABLE_SIZE_EXCEEDS_MAX_DROP_SIZE_LIMIT
                        """)
                                .and(says("total memory limit exceeded | memory limit total")
                                        .negate())),
                afterFix(
                        "clickhouse.named-auth",
                        AUTH,
                        CLICKHOUSE,
                        clickhouse(
                                "ACCESS_DENIED AUTHENTICATION_FAILED REQUIRED_PASSWORD UNKNOWN_USER IP_ADDRESS_NOT_ALLOWED DATABASE_ACCESS_DENIED")),
                afterFix("clickhouse.named-config", CONFIGURATION, CLICKHOUSE, clickhouse("""
                        UNKNOWN_SETTING UNKNOWN_TABLE UNKNOWN_DATABASE UNKNOWN_STORAGE UNKNOWN_FORMAT SUPPORT_IS_DISABLED THERE_IS_NO_COLUMN
                        NO_SUCH_COLUMN_IN_TABLE TABLE_ALREADY_EXISTS READONLY UNKNOWN_DISK UNKNOWN_POLICY NO_ELEMENTS_IN_CONFIG INVALID_CONFIG_PARAMETER
                        """)),
                afterFix("clickhouse.named-query", LOGIC_ERROR, CLICKHOUSE, clickhouse("""
                        UNKNOWN_IDENTIFIER SYNTAX_ERROR NUMBER_OF_ARGUMENTS_DOESNT_MATCH ILLEGAL_TYPE_OF_ARGUMENT UNKNOWN_FUNCTION NOT_AN_AGGREGATE
                        ILLEGAL_AGGREGATION TYPE_MISMATCH AMBIGUOUS_COLUMN_NAME NOT_IMPLEMENTED BAD_ARGUMENTS UNKNOWN_AGGREGATE_FUNCTION
                        """)));
    }

    /** A code's name behind the text of an exception of the server. */
    private static Condition clickhouse(String names) {
        return named(names).and(says("db exception").or(named("DB::Exception")));
    }
}
