package io.ripresa.analyze;

import static io.ripresa.analyze.Conditions.nameStarts;
import static io.ripresa.analyze.Conditions.named;
import static io.ripresa.analyze.Conditions.says;
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

import java.util.List;

/** Analytical stores and graph stores by their documented codes: ClickHouse, Trino, Snowflake, BigQuery, Delta, Neo4j. */
final class WarehouseRules {

    private static final String CLICKHOUSE = "ClickHouse: ErrorCodes.cpp; clickhouse-kafka-connect, retried codes";
    private static final String TRINO = "Trino and Presto: StandardErrorCode";
    private static final String SNOWFLAKE = "Snowflake: error codes of the service and its drivers";
    private static final String BIGQUERY = "BigQuery: error table";
    private static final String LAKE = "Delta Lake: concurrency control; Apache Iceberg and Hudi exceptions";
    private static final String NEO4J = "Neo4j: status codes, by classification";
    private static final String SPARK = "Apache Spark: configuration";

    private WarehouseRules() {}

    static List<Rule> all() {
        return List.of(
                auto("clickhouse.timeout", TIMEOUT, CLICKHOUSE, clickhouse("159 209 341")),
                auto("clickhouse.network", NETWORK, CLICKHOUSE, clickhouse("95 96 210 279")),
                auto(
                        "clickhouse.memory-of-all",
                        RESOURCE_EXHAUSTED,
                        "ClickHouse 241: (total) is max_server_memory_usage, shared by all queries",
                        says("total memory limit exceeded | memory limit total | overcommittracker")
                                .and(says("for query | for user").negate())),
                afterFix(
                        "clickhouse.memory-of-one",
                        RESOURCE_EXHAUSTED,
                        CLICKHOUSE + ": limits of a query or user",
                        clickhouse("241 158 191 290 307 396 201 359")),
                auto("clickhouse.capacity", RESOURCE_EXHAUSTED, CLICKHOUSE, clickhouse("202 203 243 252 439 745")),
                auto(
                        "clickhouse.service",
                        SERVICE_UNAVAILABLE,
                        CLICKHOUSE,
                        clickhouse("224 242 244 254 265 285 286 289 364 369 415 416 425 529 999")),
                auto("clickhouse.conflict", CONCURRENCY_CONFLICT, CLICKHOUSE, clickhouse("216 373 384 473 517")),
                afterFix("clickhouse.auth", AUTH, CLICKHOUSE, clickhouse("192 193 194 195 291 492 497 516")),
                afterFix(
                        "clickhouse.config",
                        CONFIGURATION,
                        CLICKHOUSE,
                        clickhouse("16 36 57 60 79 81 82 115 139 164 218 225 226 318 344 452 457")),
                afterFix(
                        "clickhouse.query",
                        LOGIC_ERROR,
                        CLICKHOUSE,
                        clickhouse("10 42 43 44 46 47 48 49 62 63 179 184 207 215 352 386")),
                never(
                        "clickhouse.data",
                        DATA_CORRUPTION,
                        CLICKHOUSE,
                        clickhouse("6 8 20 26 27 33 38 40 41 53 69 70 72 117 131 246 321 349 376 432 436 441 636 691")),
                unknown("clickhouse.cancelled", CLICKHOUSE + ": 319, 394", clickhouse("319 394")),
                auto("trino.service", SERVICE_UNAVAILABLE, TRINO, says("""
                        no_nodes_available | server_shutting_down | server_starting_up | remote_host_gone | remote_task_mismatch
                        too_many_requests_failed | remote_buffer_close_failed | configuration_unavailable | no nodes available to run query
                        abandoned_task | page_transport_timeout | encountered too many errors talking to a worker node | hive_metastore_error
                        """)),
                auto(
                        "trino.network",
                        NETWORK,
                        TRINO,
                        named("PAGE_TRANSPORT_ERROR").or(says("page_transport_error"))),
                auto("trino.capacity", RESOURCE_EXHAUSTED, TRINO, says("""
                        max requests queued per destination | query_queue_full | too many queued queries | cluster_out_of_memory | generic_insufficient_resources
                        administratively_preempted | the cluster is out of memory | out_of_spill_space
                        """)),
                auto(
                        "trino.task",
                        SERVICE_UNAVAILABLE,
                        TRINO + ": a task of another worker",
                        named("REMOTE_TASK_ERROR").or(says("remote_task_error"))),
                auto(
                        "trino.timeout",
                        TIMEOUT,
                        TRINO,
                        says("exceeded_time_limit | optimizer_timeout | query exceeded maximum time limit")),
                afterFix("trino.own-limit", RESOURCE_EXHAUSTED, TRINO, says("""
                        exceeded_global_memory_limit | exceeded_local_memory_limit | exceeded_cpu_limit | exceeded_spill_limit | exceeded_scan_limit
                        exceeded_function_memory_limit | query exceeded per-node memory limit | query exceeded distributed .. memory limit
                        query exceeded per-node total memory | query_has_too_many_stages
                        """)),
                never("trino.data", DATA_CORRUPTION, TRINO, says("""
                        hive_bad_data | hive_cursor_error | invalid_cast_argument | numeric_value_out_of_range | hive_invalid_partition_value
                        """)),
                afterFix("trino.config", CONFIGURATION, TRINO, says("""
                        catalog_not_found | schema_not_found | table_not_found | column_not_found | invalid_session_property
                        hive_partition_schema_mismatch | configuration_invalid | hive_invalid_metadata | function_not_found
                        """)),
                auto(
                        "snowflake.network",
                        NETWORK,
                        SNOWFLAKE + ": 250001, 250003",
                        says(
                                "250001 .. could not connect to snowflake | 250003 | could not connect to snowflake backend")),
                afterFix("snowflake.auth", AUTH, SNOWFLAKE + ": 390100 to 390318", says("""
                        390100 | 390101 | 390102 | 390111 | 390114 | 390144 | 390195 | 390302 | 390303 | 390318 | jwt token is invalid
                        """)),
                afterFix(
                        "snowflake.no-warehouse",
                        CONFIGURATION,
                        SNOWFLAKE + ": 000606",
                        says("no active warehouse selected | cannot perform .. does not have a current database")),
                never("snowflake.data", DATA_CORRUPTION, SNOWFLAKE + ": 100035 to 100183", says("""
                        100035 22 | 100038 22 | 100046 22 | 100051 22 | 100069 22 | 100078 22 | 100132 22 | 100183 22 | is not recognized $
                        numeric value .. is not recognized | timestamp .. is not recognized | date .. is not recognized
                        """)),
                auto(
                        "bigquery.service",
                        SERVICE_UNAVAILABLE,
                        BIGQUERY,
                        named("jobInternalError jobBackendError tableUnavailable")),
                never("bigquery.data", DATA_CORRUPTION, BIGQUERY, named("responseTooLarge invalidMultiple")),
                afterFix(
                        "bigquery.billing",
                        RESOURCE_EXHAUSTED,
                        BIGQUERY,
                        named("billingNotEnabled billingTierLimitExceeded")),
                auto("lake.conflict", CONCURRENCY_CONFLICT, LAKE, named("""
                        ConcurrentAppendException ConcurrentDeleteReadException ConcurrentDeleteDeleteException ConcurrentWriteException
                        ConcurrentTransactionException MetadataChangedException HoodieWriteConflictException DELTA_CONCURRENT_APPEND
                        org.apache.iceberg.exceptions.CommitFailedException DELTA_CONCURRENT_WRITE DELTA_METADATA_CHANGED
                        DELTA_CONCURRENT_DELETE_READ DELTA_CONCURRENT_DELETE_DELETE DELTA_CONCURRENT_TRANSACTION
                        """).or(says("""
                        files were added .. by a concurrent update | base metadata location .. is not same as the current
                        cannot commit .. stale table metadata | requirement failed branch main has changed
                        """))),
                unknown("lake.commit-unknown", LAKE, named("CommitStateUnknownException")),
                afterFix("spark.own-limit", CONFIGURATION, SPARK, says("""
                        exceeds max allowed spark.rpc.message.maxsize | exceeds max allowed .. rpc | kryo serialization failed buffer overflow
                        spark.driver.bindaddress | spark.kryoserializer.buffer.max
                        """)),
                afterFix("neo4j.security", AUTH, NEO4J, nameStarts("neo.clienterror.security")),
                auto(
                        "neo4j.leader",
                        SERVICE_UNAVAILABLE,
                        NEO4J,
                        named(
                                "Neo.ClientError.Cluster.NotALeader Neo.ClientError.General.ForbiddenOnReadOnlyDatabase Neo.ClientError.Cluster.Routing")),
                never(
                        "neo4j.data",
                        DATA_CORRUPTION,
                        NEO4J,
                        nameStarts("neo.clienterror.schema.constraintv").or(named("""
                        Neo.ClientError.Statement.ParameterMissing Neo.ClientError.Statement.TypeError Neo.ClientError.Statement.ArgumentError
                        Neo.ClientError.Statement.EntityNotFound Neo.ClientError.Request.InvalidFormat Neo.ClientError.Transaction.InvalidBookmark
                        """))),
                afterFix(
                        "neo4j.config",
                        CONFIGURATION,
                        NEO4J,
                        nameStarts("neo.clienterror.database")
                                .or(nameStarts("neo.clienterror.schema"))
                                .or(nameStarts("neo.clienterror.procedure"))),
                afterFix("neo4j.client", LOGIC_ERROR, NEO4J, nameStarts("neo.clienterror.")),
                auto("neo4j.memory", RESOURCE_EXHAUSTED, NEO4J, named("""
                        Neo.TransientError.General.MemoryPoolOutOfMemoryError Neo.TransientError.General.OutOfMemoryError
                        Neo.TransientError.Transaction.MaximumTransactionLimitReached
                        """)),
                auto("neo4j.conflict", CONCURRENCY_CONFLICT, NEO4J, named("""
                        Neo.TransientError.Transaction.DeadlockDetected Neo.TransientError.Transaction.ConstraintsChanged
                        Neo.TransientError.Transaction.LockAcquisitionTimeout Neo.TransientError.Transaction.Outdated
                        Neo.TransientError.Schema.SchemaModifiedConcurrently
                        """)),
                unknown(
                        "neo4j.terminated",
                        NEO4J + ": somebody ended it",
                        named(
                                "Neo.TransientError.Transaction.Terminated Neo.TransientError.Transaction.LockClientStopped")),
                auto("neo4j.transient", SERVICE_UNAVAILABLE, NEO4J, nameStarts("neo.transienterror.")),
                auto(
                        "impala.admission",
                        RESOURCE_EXHAUSTED,
                        "Apache Impala: admission control",
                        says("admission for query exceeded timeout | rejected query from pool .. queue full")),
                afterFix(
                        "hive.own-query",
                        LOGIC_ERROR,
                        "Apache Hive: semantic errors",
                        named("SemanticException").or(says("error while compiling statement failed parseexception"))));
    }

    private static Condition clickhouse(String codes) {
        StringBuilder phrases = new StringBuilder();
        for (String code : codes.split(" ", -1)) {
            phrases.append("code ").append(code).append(" db exception|code ").append(code);
            phrases.append(" e displaytext|");
        }
        return says(phrases.toString());
    }
}
