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

/** Data servers of fewer users, fleets of machines, transfer tools; and the last forms, which never release a task. */
final class FleetRules {

    private static final String AEROSPIKE = "Aerospike: result codes";
    private static final String ARANGO = "ArangoDB: errors.dat";
    private static final String FDB = "FoundationDB: error codes";
    private static final String COCKROACH = "CockroachDB and YugabyteDB: error messages";
    private static final String TERADATA = "Teradata Database: messages";
    private static final String HANA = "SAP HANA: SQL error codes";
    private static final String DRUID = "Apache Druid: query exceptions";
    private static final String DATABRICKS = "Databricks REST API: error codes; AWS Glue and Dataflow messages";
    private static final String VECTORS = "Milvus, Qdrant, pgvector: error messages";
    private static final String MEMCACHED = "memcached protocol: SERVER_ERROR";
    private static final String CLOUD = "Compute Engine, ECS, CloudFormation, Azure Resource Manager: errors";
    private static final String TOOLS = "rsync(1) exit values, rclone, Ceph, Velero, Fluentd: messages";
    private static final String ORM = "Hibernate ORM and JPA: messages";
    private static final String FORMS = "Sentence forms of error messages in general";

    private FleetRules() {}

    static List<Rule> texts() {
        return List.of(
                auto(
                        "aerospike.conflict",
                        CONCURRENCY_CONFLICT,
                        AEROSPIKE + ": 14, 19",
                        says("hot key | error 14 1 | error 14 hot key | record busy")),
                auto(
                        "aerospike.service",
                        SERVICE_UNAVAILABLE,
                        AEROSPIKE + ": 18, 11",
                        says("device overload | error 18 | error 11 partition | partition unavailable")
                                .and(says("aerospikeexception").or(named("AerospikeException")))),
                afterFix("aerospike.memory", RESOURCE_EXHAUSTED, AEROSPIKE + ": 8", says("server memory error")),
                never("aerospike.data", DATA_CORRUPTION, AEROSPIKE + ": 13", says("record too big")),
                auto(
                        "arango.conflict",
                        CONCURRENCY_CONFLICT,
                        ARANGO + ": 1200, 18",
                        says("write-write conflict | arangoerror 1200 | arango error 1200 | errornum 1200")),
                afterFix(
                        "arango.names",
                        CONFIGURATION,
                        ARANGO + ": 1203, 1228",
                        says("error 1203 | error 1228 | collection or view not found")),
                auto("fdb.conflict", CONCURRENCY_CONFLICT, FDB + ": 1007, 1020", says("""
                        transaction is too old to perform reads | not committed due to conflict
                        """)),
                auto("cockroach.draining", SERVICE_UNAVAILABLE, COCKROACH, says("""
                        node is draining | tablet leader to be elected | node unavailable try another peer | not leader for tablet | leader not ready
                        """)),
                afterFix("cockroach.memory", RESOURCE_EXHAUSTED, COCKROACH, says("memory budget exceeded")),
                auto(
                        "yugabyte.conflict",
                        CONCURRENCY_CONFLICT,
                        COCKROACH,
                        says("conflicts with higher priority transaction | conflicts with committed transaction")),
                afterFix(
                        "teradata.space",
                        RESOURCE_EXHAUSTED,
                        TERADATA + ": 2646, 2644, 3710",
                        says("no more spool space | no more room in database | insufficient memory to parse")),
                afterFix(
                        "teradata.login",
                        AUTH,
                        TERADATA + ": 8017, 3523",
                        says("userid password or account is invalid | user does not have .. access to")),
                afterFix("hana.memory", RESOURCE_EXHAUSTED, HANA + ": 4", says("cannot allocate enough memory")),
                afterFix(
                        "druid.limit",
                        RESOURCE_EXHAUSTED,
                        DRUID,
                        says("resourcelimitexceededexception | not enough dictionary space")),
                auto(
                        "databricks.starting",
                        SERVICE_UNAVAILABLE,
                        DATABRICKS,
                        says("is in unexpected state pending | unexpected state restarting")),
                afterFix(
                        "databricks.ended",
                        CONFIGURATION,
                        DATABRICKS,
                        says("cluster .. is terminated | cluster .. does not exist")),
                afterFix(
                        "dataflow.quota",
                        RESOURCE_EXHAUSTED,
                        DATABRICKS,
                        says("insufficient quota s to execute | has insufficient quota")),
                auto("glue.conflict", CONCURRENCY_CONFLICT, DATABRICKS, says("due to concurrent modifications")),
                afterFix(
                        "vectors.names",
                        CONFIGURATION,
                        VECTORS,
                        says("collection not found | partition not found | index not found")),
                never(
                        "vectors.dimension",
                        DATA_CORRUPTION,
                        VECTORS,
                        says("dimension error expected dim | expected # dimensions | different vector dimensions")),
                auto(
                        "milvus.channel",
                        SERVICE_UNAVAILABLE,
                        VECTORS,
                        says(
                                "channel not available | no available shard leaders | node not match | service not ready")),
                never("memcached.size", DATA_CORRUPTION, MEMCACHED, says("object too large for cache")),
                auto("memcached.memory", RESOURCE_EXHAUSTED, MEMCACHED, says("out of memory storing object")),
                auto("cloud.no-machine", RESOURCE_EXHAUSTED, CLOUD, says("""
                        does not have enough resources available | was unable to place a task | we do not have sufficient capacity | do not have sufficient .. capacity
                        zone_resource_pool_exhausted
                        """)),
                afterFix("cloud.limits", RESOURCE_EXHAUSTED, CLOUD, says("""
                        exceeding approved .. quota | than your current vcpu limit | your quota allows for | quota .. exceeded limit # | insufficient regional quota
                        """)),
                auto(
                        "cloud.stack-moves",
                        CONCURRENCY_CONFLICT,
                        CLOUD,
                        says(
                                "_in_progress state and can not be updated | update_in_progress state | create_in_progress state | delete_in_progress state")),
                afterFix(
                        "cloud.lock-of-a-person",
                        AUTH,
                        CLOUD + ": management locks",
                        named("ScopeLocked").or(says("please remove the lock"))),
                afterFix(
                        "cloud.no-image",
                        CONFIGURATION,
                        CLOUD,
                        says(
                                "failed to resolve ref .. not found | cannotpullcontainererror .. not found | not registered to use namespace")),
                afterFix(
                        "tools.password",
                        AUTH,
                        TOOLS,
                        says("invalid repository password | incorrect repository password | wrong passphrase")),
                auto(
                        "rsync.vanished",
                        CONCURRENCY_CONFLICT,
                        TOOLS,
                        says("files vanished before they could be transferred")),
                auto(
                        "ceph.busy",
                        CONCURRENCY_CONFLICT,
                        TOOLS,
                        says("image is busy | given volume id .. already exists | errno 16 rbd")),
                auto("ceph.time", TIMEOUT, TOOLS, says("rados timed out")),
                auto(
                        "fluentd.buffer",
                        RESOURCE_EXHAUSTED,
                        TOOLS,
                        says("buffer space has too many data | bufferoverflowerror")),
                auto(
                        "fluentd.no-nodes",
                        NETWORK,
                        TOOLS,
                        says("nonodesavailable | attempted to resurrect connection to dead")),
                auto("hdfs.datanodes", SERVICE_UNAVAILABLE, "Apache Hadoop: DataStreamer", says("are bad aborting")),
                afterFix(
                        "hdfs.scheme",
                        CONFIGURATION,
                        "Apache Hadoop: FileSystem",
                        says("no filesystem for scheme | wrong fs")),
                afterFix("jpa.misuse", LOGIC_ERROR, ORM, says("""
                        detached entity passed | is not mapped | identifier of an instance of .. was altered | could not resolve property | unknown entity
                        object references an unsaved transient | grouping expressions sequence is empty | not-null property references
                        """)),
                afterFix(
                        "redis.auth-unset",
                        CONFIGURATION,
                        "Redis: AUTH",
                        says("client sent auth but no password is set | called without any password configured")),
                afterFix("redis.wrong-kind", LOGIC_ERROR, "Redis: WRONGTYPE", says("holding the wrong kind of value")));
    }

    /** What nothing else named. A guess at the kind of fix, and none of them releases a task. */
    static List<Rule> last() {
        return List.of(
                afterFix("last.auth", AUTH, FORMS, says("""
                        not authorized | unauthorized | access denied | permission denied | expired_access_token | invalid_access_token
                        invalid api key | api key .. required | access token .. required
                        """)),
                afterFix("last.config", CONFIGURATION, FORMS, says("""
                        namespace not found | index not found | column not found | field not found | database not found | table not found
                        queue not found | topic not found | bucket not found | stream not found | template not found | not available for | not provided | not supplied | is required | are required | not supported | must use
                        must have | must enable | is suspended | only allowed | please use | please add | please create | please install
                        please upgrade | is missing | are missing
                        """)),
                never("last.data", DATA_CORRUPTION, FORMS, says("""
                        invalid | malformed | duplicate | already exists | too large | too long | too small | cannot be empty | does not match
                        doesn t match | out of range
                        """)),
                afterFix("last.defect", LOGIC_ERROR, FORMS, says("""
                        cannot call | must call | wrong type | incorrect number | already closed | already started | already stopped | only once
                        """)));
    }
}
