package io.ripresa.analyze;

import static io.ripresa.analyze.Conditions.named;
import static io.ripresa.analyze.Conditions.says;
import static io.ripresa.analyze.Conditions.status;
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

/** Stores without SQL by their own error tables and the messages of their drivers. */
final class StoreTableRules {

    private static final String MONGO = "MongoDB: error_codes.yml; driver exceptions";
    private static final String REDIS = "Redis, Jedis, Lettuce, Redisson: replies and messages";
    private static final String CASSANDRA = "Apache Cassandra native protocol section 9; DataStax drivers";
    private static final String ELASTIC = "Elasticsearch: ElasticsearchException handles";
    private static final String FOUNDATION = "FoundationDB: error codes";
    private static final String TARANTOOL = "Tarantool: src/box/errcode.h";
    private static final String AEROSPIKE = "Aerospike: result codes";
    private static final String COUCH = "Couchbase SDK RFC 58: error handling";
    private static final String NEO = "Neo4j: status codes; driver exceptions";
    private static final String INFLUX = "InfluxDB: write errors";
    private static final String HBASE = "Apache HBase: exception types";
    private static final String GRID = "Hazelcast, Apache Ignite, Apache Geode: exception types";

    private StoreTableRules() {}

    static List<Rule> texts() {
        return List.of(
                auto(
                        "mongo.pool",
                        RESOURCE_EXHAUSTED,
                        MONGO + ": maxPoolSize",
                        says("timed out .. while waiting for a connection to server")),
                auto(
                        "mongo.gone",
                        SERVICE_UNAVAILABLE,
                        MONGO,
                        named("MongoServerUnavailableException MongoStalePrimaryException")),
                auto("mongo.closed-stream", NETWORK, MONGO, named("MongoSocketClosedException")),
                auto(
                        "mongo.srv",
                        NETWORK,
                        "dnspython: NoNameservers",
                        says("all nameservers failed to answer the query")),
                afterFix("mongo.transaction-over", LOGIC_ERROR, MONGO + ": 217, 256, 291", named("""
                        TransactionCommitted IncompleteTransactionHistory NoQueryExecutionPlans
                        """)),
                afterFix(
                        "mongo.sort-memory",
                        RESOURCE_EXHAUSTED,
                        MONGO + ": 96, 292",
                        says("sort operation used more than the maximum | sort exceeded memory limit")),
                afterFix(
                        "mongo.opcode",
                        LOGIC_ERROR,
                        MONGO + ": 17",
                        named("MongoCommandException OperationFailure").and(says("error 17 protocolerror"))),
                never("mongo.arrays", DATA_CORRUPTION, MONGO + ": 171", named("CannotIndexParallelArrays")),
                afterFix("mongo.sign-in-again", AUTH, MONGO + ": 391", named("ReauthenticationRequired")),
                afterFix(
                        "mongo.resume-token",
                        CONFIGURATION,
                        MONGO,
                        says("cannot provide resume functionality when the resume token is missing")),
                afterFix(
                        "redis.slots-differ",
                        LOGIC_ERROR,
                        REDIS,
                        says(
                                "because keys have different slots | close pipeline or multi block | notbusy no scripts in execution | quit reset are allowed in this context | err * is not allowed in transactions | err * inside multi is not allowed")),
                auto(
                        "redis.topology",
                        SERVICE_UNAVAILABLE,
                        REDIS,
                        named("JedisAskDataException").or(says("""
                        nogoodslave no suitable replica | master is currently unknown | cannot determine a partition for slot
                        cannot determine a partition to read for slot | slot .. hasn t been discovered yet
                        """))),
                auto(
                        "redis.queue",
                        RESOURCE_EXHAUSTED,
                        REDIS,
                        says("commands are not accepted until the queue size drops")),
                afterFix(
                        "redis.shut",
                        LOGIC_ERROR,
                        REDIS + "; " + COUCH + ": used after the client's own end",
                        named("RedissonShutdownException com.couchbase.client.core.error.AlreadyShutdownException")
                                .or(named("org.redisson.transaction.TransactionException")
                                        .and(says("transaction is in finished state")))),
                afterFix("redis.names", CONFIGURATION, REDIS, says("""
                        seems to be not monitored | or consumer group .. in xreadgroup
                        """)),
                never("redis.key-taken", DATA_CORRUPTION, REDIS, says("""
                        busykey target key name | increment or decrement would overflow
                        """)),
                auto(
                        "redis.saving",
                        CONCURRENCY_CONFLICT,
                        REDIS,
                        says("can t bgsave while aof log rewriting is in progress")),
                afterFix(
                        "cassandra.protocol",
                        CONFIGURATION,
                        CASSANDRA,
                        says("invalid or unsupported protocol version | ^ undefined column name")
                                .or(named("InvalidKeyspaceException"))),
                auto("cassandra.cdc", RESOURCE_EXHAUSTED, CASSANDRA + ": 0x1600", named("CDCWriteFailureException")),
                auto(
                        "cassandra.heartbeat",
                        NETWORK,
                        CASSANDRA,
                        named("com.datastax.oss.driver.api.core.connection.HeartbeatException")),
                afterFix(
                        "cassandra.statement",
                        LOGIC_ERROR,
                        CASSANDRA,
                        named("CodecNotFoundException")
                                .or(says("use allow filtering | codec not found for requested operation"))),
                afterFix("elastic.restore", CONFIGURATION, ELASTIC, named("snapshot_restore_exception")),
                auto(
                        "elastic.unallocated",
                        SERVICE_UNAVAILABLE,
                        ELASTIC,
                        named("index_primary_shard_not_allocated_exception")),
                auto(
                        "solr.leader",
                        SERVICE_UNAVAILABLE,
                        "Apache Solr: a leader that has just changed",
                        says("request says it is coming from leader but we are the leader")),
                auto(
                        "fdb.again",
                        CONCURRENCY_CONFLICT,
                        FOUNDATION + ": 1009, 1021, 1037, retried by onError",
                        says("""
                        transaction may or may not have committed | request for future version | storage process does not have recent mutations
                        """)),
                auto(
                        "fdb.throttled",
                        RATE_LIMIT,
                        FOUNDATION + ": 1051, 1078, 1213",
                        says("transaction tag throttled | too many grv requests are in flight")),
                afterFix(
                        "fdb.misuse",
                        LOGIC_ERROR,
                        FOUNDATION + ": 2004, 2013, 2017, 1036",
                        named("FDBException FDBError").and(says("""
                        key outside legal range | commit with incomplete read | while a commit was outstanding | read or wrote an unreadable key
                        """))),
                afterFix("fdb.address", CONFIGURATION, FOUNDATION + ": 1511", says("^ local address in use $")),
                auto("tarantool.conflict", CONCURRENCY_CONFLICT, TARANTOOL, says("""
                        transaction has been aborted by conflict | rollback for a synchronous transaction is received
                        """)),
                auto("tarantool.starting", SERVICE_UNAVAILABLE, TARANTOOL, says("""
                        instance bootstrap hasn t finished yet | synchronous transaction queue doesn t belong to any instance
                        """)),
                afterFix(
                        "tarantool.memory",
                        RESOURCE_EXHAUSTED,
                        TARANTOOL + ": memtx_memory",
                        says("in slab allocator for memtx")),
                afterFix(
                        "tarantool.misuse",
                        LOGIC_ERROR,
                        TARANTOOL,
                        says("transaction is active at return from function")),
                auto(
                        "aerospike.serving",
                        SERVICE_UNAVAILABLE,
                        AEROSPIKE + ": -3, -6, -12, 11",
                        says("""
                        error 3 node not found for partition | error 12 max error rate exceeded | error 6 command rejected
                        """).or(named("AerospikeException").and(says("server not available")))),
                auto(
                        "aerospike.transaction",
                        CONCURRENCY_CONFLICT,
                        AEROSPIKE + ": 120, 121",
                        says(
                                "mrt record blocked by a different transaction | mrt read version mismatch | mrt read verify failed")),
                afterFix(
                        "aerospike.denied",
                        AUTH,
                        AEROSPIKE + ": 81",
                        named("AerospikeException").and(says("role violation"))),
                never(
                        "aerospike.bins",
                        DATA_CORRUPTION,
                        AEROSPIKE + ": 2, 12",
                        named("AerospikeException").and(says("bin type error | key not found"))),
                afterFix("couch.not-locked", LOGIC_ERROR, COUCH, named("DocumentNotLockedException")),
                auto(
                        "couch.memory",
                        RESOURCE_EXHAUSTED,
                        COUCH + ": the server's memory is shared",
                        named("com.couchbase.client.core.error.ServerOutOfMemoryException")),
                auto(
                        "couch.expired",
                        TIMEOUT,
                        COUCH,
                        named("com.couchbase.client.java.transactions.error.TransactionExpiredException")),
                auto(
                        "neo4j.slots",
                        RESOURCE_EXHAUSTED,
                        NEO + ": MaximumTransactionLimitReached, NoThreadsAvailable",
                        says(
                                "the maximum number of transactions have been reached | no available threads to serve this request")),
                afterFix(
                        "neo4j.own-limits",
                        RESOURCE_EXHAUSTED,
                        NEO,
                        named(
                                "Neo.ClientError.General.TransactionOutOfMemoryError Neo.ClientError.Database.DatabaseLimitReached")),
                never("neo4j.damage", DATA_CORRUPTION, NEO, named("""
                        Neo.DatabaseError.General.StorageDamageDetected Neo.DatabaseError.General.IndexCorruptionDetected
                        """)),
                afterFix("neo4j.untrusted", AUTH, NEO, named("org.neo4j.driver.exceptions.UntrustedServerException")),
                afterFix(
                        "neo4j.nested",
                        LOGIC_ERROR,
                        NEO,
                        named("org.neo4j.driver.exceptions.TransactionNestingException")),
                afterFix(
                        "neo4j.discovery",
                        CONFIGURATION,
                        NEO,
                        named("org.neo4j.driver.exceptions.FatalDiscoveryException")),
                auto(
                        "influx.cache",
                        RESOURCE_EXHAUSTED,
                        INFLUX + ": cache-max-memory-size, a snapshot makes room",
                        says("cache-max-memory-size exceeded | cache maximum memory size exceeded")),
                auto("influx.handoff", SERVICE_UNAVAILABLE, INFLUX, says("hinted handoff queue not empty")),
                auto("hbase.reset-scanner", SERVICE_UNAVAILABLE, HBASE, named("""
                        ScannerResetException CallDroppedException
                        """)),
                auto("hbase.call-time", TIMEOUT, HBASE, says("sockettimeoutexception calltimeout")),
                afterFix("hbase.tables", CONFIGURATION, HBASE, named("""
                        org.apache.hadoop.hbase.TableExistsException org.apache.hadoop.hbase.TableNotDisabledException
                        """)),
                never("etcd.corrupt", DATA_CORRUPTION, "etcd: ErrCorrupt", says("etcdserver corrupt cluster")),
                afterFix(
                        "consul.no-session",
                        CONCURRENCY_CONFLICT,
                        "Consul: a lock is asked for with a session that has ended",
                        status(500).and(says("invalid session"))),
                auto("grid.serving", SERVICE_UNAVAILABLE, GRID, named("""
                        com.hazelcast.spi.exception.RetryableHazelcastException com.hazelcast.quorum.QuorumException
                        ClusterTopologyServerNotFoundException org.apache.geode.cache.PartitionOfflineException
                        org.apache.geode.ForcedDisconnectException
                        """)),
                afterFix(
                        "grid.no-transaction",
                        LOGIC_ERROR,
                        GRID + ": a transaction that has ended is used",
                        named("TransactionNotActiveException")),
                never(
                        "grid.lost",
                        DATA_CORRUPTION,
                        GRID + ": lost partitions are to be reset by an operator",
                        named("org.apache.ignite.cache.CacheInvalidStateException")
                                .or(says("partition data has been lost"))),
                never("grid.lock-lost", CONCURRENCY_CONFLICT, GRID, named("LockOwnershipLostException")),
                auto(
                        "geode.slots",
                        RESOURCE_EXHAUSTED,
                        GRID,
                        named("AllConnectionsInUseException org.apache.geode.cache.LowMemoryException")),
                afterFix(
                        "arango.memory",
                        RESOURCE_EXHAUSTED,
                        "ArangoDB: 32, a limit of the query",
                        says("query would use more memory than allowed")),
                afterFix("milvus.load", CONFIGURATION, "Milvus: error codes", says("^ collection not loaded")),
                auto(
                        "weaviate.disk",
                        RESOURCE_EXHAUSTED,
                        "Weaviate: disk use of the server",
                        says("read-only due to disk usage too high")));
    }
}
