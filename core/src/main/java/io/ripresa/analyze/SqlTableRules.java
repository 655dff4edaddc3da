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
import static io.ripresa.model.Category.RATE_LIMIT;
import static io.ripresa.model.Category.RESOURCE_EXHAUSTED;
import static io.ripresa.model.Category.SERVICE_UNAVAILABLE;
import static io.ripresa.model.Category.TIMEOUT;

import java.util.List;

/** SQL databases and their proxies by their own error tables. */
final class SqlTableRules {

    private static final String CLICKHOUSE = "ClickHouse: ErrorCodes.cpp";
    private static final String TIDB = "TiDB: error codes and messages";
    private static final String YUGABYTE = "YugabyteDB: tablet server messages";
    private static final String ORACLE = "Oracle Database error messages";
    private static final String DB2 = "Db2: SQL messages";
    private static final String MSSQL = "SQL Server: sys.messages";
    private static final String MYSQL = "MySQL, MariaDB, ProxySQL: server error messages";
    private static final String POSTGRES = "PostgreSQL, pgjdbc, PgBouncer: messages";

    private SqlTableRules() {}

    static List<Rule> texts() {
        return List.of(
                afterFix(
                        "clickhouse.no-keeper",
                        CONFIGURATION,
                        CLICKHOUSE + ": 225, 253",
                        says("no zookeeper configuration in server config | replica_already_exists")),
                afterFix(
                        "clickhouse.estimate",
                        RESOURCE_EXHAUSTED,
                        CLICKHOUSE + ": 160, 252, a limit that the same statement exceeds again",
                        says("estimated query execution time | too many partitions for single insert block")),
                auto(
                        "clickhouse.interval",
                        RATE_LIMIT,
                        CLICKHOUSE + ": 201, a quota of an interval whose end is told",
                        says("quota for user .. has been exceeded").and(says("interval will end at"))),
                auto(
                        "clickhouse.insert-unknown",
                        TIMEOUT,
                        CLICKHOUSE + ": 319",
                        says("unknown status client must retry")),
                auto("clickhouse.keeper", SERVICE_UNAVAILABLE, CLICKHOUSE + ": 519, 999", says("""
                        coordination exception session expired | coordination exception connection loss | coordination exception operation timeout
                        no_remote_shard_available
                        """)),
                auto(
                        "tidb.instance-memory",
                        RESOURCE_EXHAUSTED,
                        TIDB + ": 8176, memory of the whole instance",
                        says("memory limit for the tidb-server instance")),
                afterFix(
                        "tidb.too-long",
                        RESOURCE_EXHAUSTED,
                        TIDB + ": 8055, 8253",
                        says("gc life time is shorter than transaction duration | identified as runaway query")),
                auto("yugabyte.rpc", TIMEOUT, YUGABYTE, says("timed out perform rpc")),
                auto(
                        "yugabyte.leader",
                        SERVICE_UNAVAILABLE,
                        YUGABYTE,
                        says("not the leader tablet | error not the leader")),
                never("cockroach.gc", CONCURRENCY_CONFLICT, "CockroachDB: BatchTimestampBeforeGCError", says("""
                        must be after replica gc threshold
                        """)),
                auto(
                        "oracle.idle",
                        NETWORK,
                        ORACLE + ": ORA-02396, ORA-02399, a session that the server has ended",
                        says("ora-02396 | ora-02399")),
                auto("oracle.ddl-runs", CONCURRENCY_CONFLICT, ORACLE, says("ora-08104 | ora-14411")),
                auto(
                        "oracle.slots",
                        RESOURCE_EXHAUSTED,
                        ORACLE + ": ORA-12827; Universal Connection Pool",
                        says("ora-12827 | connections in the universal connection pool are in use")),
                afterFix(
                        "oracle.in-doubt",
                        CONCURRENCY_CONFLICT,
                        ORACLE + ": ORA-01591, the in-doubt transaction is to be ended first",
                        says("ora-01591")),
                afterFix("oracle.order", LOGIC_ERROR, ORACLE, says("ora-12838 | ora-10631")),
                afterFix(
                        "oracle.pool-name",
                        CONFIGURATION,
                        "Oracle Universal Connection Pool",
                        says("universal connection pool already exists")),
                afterFix(
                        "db2.own-limits",
                        RESOURCE_EXHAUSTED,
                        DB2 + ": -905, the governor's limit of the statement; -954, APPLHEAPSZ",
                        says("sqlcode 905 sqlstate 57014 | sqlcode 954 sqlstate 57011")),
                afterFix(
                        "db2.database-name",
                        CONFIGURATION,
                        DB2 + ": -30061, -668",
                        says("sqlcode 30061 | sqlcode 668 sqlstate 57016")),
                auto(
                        "mssql.moved",
                        CONCURRENCY_CONFLICT,
                        MSSQL + ": 601",
                        says("could not continue scan with nolock due to data movement")),
                auto(
                        "mssql.ending",
                        SERVICE_UNAVAILABLE,
                        MSSQL + ": 596, 6005",
                        says("session is in the kill state | shutdown is in progress $")),
                afterFix(
                        "mssql.cost",
                        RESOURCE_EXHAUSTED,
                        MSSQL + ": 8649; 40549 to 40553, limits of one session; an elastic pool's size",
                        says("""
                        the estimated cost of this query | session has been terminated because of excessive | session has been terminated because it has acquired too many locks
                        elastic pool .. has reached its storage limit
                        """)),
                afterFix("mssql.transaction", LOGIC_ERROR, MSSQL + ": 1206, 3930", says("""
                        distributed transaction completed either enlist | current transaction cannot be committed and cannot support operations
                        """)),
                auto("mysql.hour", RATE_LIMIT, MYSQL + ": 1226, limits of an hour", says("""
                        exceeded the max_questions resource | exceeded the max_updates resource | exceeded the max_connections_per_hour resource
                        exceeded the max_queries_per_hour resource | exceeded the max_updates_per_hour resource
                        """)),
                auto(
                        "mysql.slots-of-user",
                        RESOURCE_EXHAUSTED,
                        MYSQL + ": 1203",
                        says(
                                "already has more than max_user_connections | has already more than max_user_connections")),
                auto(
                        "mysql.branch",
                        CONCURRENCY_CONFLICT,
                        MYSQL + ": 1614, 3101, rolled back",
                        says("xa_rbdeadlock | plugin instructed the server to rollback the current transaction")),
                auto("mysql.offline", SERVICE_UNAVAILABLE, MYSQL + ": 3032", says("""
                        server is currently in offline mode
                        """)),
                afterFix("mysql.misuse", LOGIC_ERROR, MYSQL + ": 1100, 1192, 1399", says("""
                        was not locked with lock tables | because you have active locked tables | xaer_rmfail | xaer_nota
                        connection is locked to hostgroup
                        """)),
                afterFix(
                        "mysql.no-grants",
                        CONFIGURATION,
                        MYSQL + ": 1290",
                        says("running with the skip-grant-tables option")),
                auto(
                        "postgres.plan",
                        CONCURRENCY_CONFLICT,
                        POSTGRES + ": a prepared statement from before a change of the table, prepared anew",
                        says("cached plan must not change result type")),
                afterFix(
                        "postgres.own-memory",
                        RESOURCE_EXHAUSTED,
                        POSTGRES + ": memory of the client",
                        says("ran out of memory retrieving query results")),
                afterFix(
                        "postgres.locks",
                        RESOURCE_EXHAUSTED,
                        POSTGRES + ": max_locks_per_transaction",
                        says("increase max_locks_per_transaction")),
                never(
                        "postgres.row-size",
                        DATA_CORRUPTION,
                        POSTGRES + ": 54000",
                        says("row is too big size .. maximum size | requested length too large")),
                auto("bouncer.full", RESOURCE_EXHAUSTED, POSTGRES, says("""
                        no more connections allowed max_client_conn | query_wait_timeout | maxclientsinsessionmode | max clients reached
                        """)),
                auto("bouncer.server", NETWORK, POSTGRES, says("pgbouncer cannot connect to server")),
                auto(
                        "patroni.store",
                        SERVICE_UNAVAILABLE,
                        "Patroni: DCSError",
                        named("patroni.exceptions.DCSError").or(says("dcs is not accessible"))),
                afterFix(
                        "patroni.cluster",
                        CONFIGURATION,
                        "Patroni: fatal errors at start",
                        says("cluster id mismatch")),
                auto(
                        "sqlite.schema",
                        CONCURRENCY_CONFLICT,
                        "SQLite: SQLITE_SCHEMA, the statement is prepared anew",
                        named("""
                        SQLITE_SCHEMA
                        """)),
                never("sqlite.moved", DATA_CORRUPTION, "SQLite: SQLITE_READONLY_DBMOVED", named("""
                        SQLITE_READONLY_DBMOVED
                        """)),
                auto(
                        "vertica.containers",
                        RESOURCE_EXHAUSTED,
                        "Vertica: 5065, the tuple mover makes room",
                        says("too many ros containers exist")),
                auto(
                        "teradata.recovery",
                        SERVICE_UNAVAILABLE,
                        "Teradata: 3120",
                        says("aborted because of a database recovery")),
                auto("hana.conflict", CONCURRENCY_CONFLICT, "SAP HANA: 131, 133", says("""
                        transaction rolled back by detected deadlock | transaction rolled back by lock wait timeout
                        """)),
                afterFix("hana.denied", AUTH, "SAP HANA: 258, 416", says("""
                        sap dbtech jdbc 258 | user is locked try again later lock time
                        """)),
                auto(
                        "firebird.shutdown",
                        SERVICE_UNAVAILABLE,
                        "Firebird: isc_shutdown",
                        says("connection shutdown database .. shutdown")),
                afterFix(
                        "warehouse.rule",
                        RESOURCE_EXHAUSTED,
                        "Amazon Redshift, Apache Impala: limits of one query",
                        says("abort action of query monitoring rule | request memory needed .. is greater than")));
    }
}
