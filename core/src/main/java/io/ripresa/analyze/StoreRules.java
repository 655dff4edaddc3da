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

/** What coordination services, search engines and stores without SQL say, by their own tables. */
final class StoreRules {

    private static final String ZOO = "ZooKeeper: KeeperException.Code";
    private static final String ETCD = "etcd: api/v3rpc/rpctypes/error.go";
    private static final String CONSUL = "Consul and Vault: HTTP API answers";
    private static final String ELASTIC = "Elasticsearch and OpenSearch: ElasticsearchException handles and messages";
    private static final String SOLR = "Apache Solr: SolrException messages";
    private static final String CASSANDRA = "Apache Cassandra native protocol section 9; DataStax drivers";
    private static final String MONGO = "MongoDB: error_codes.yml and server messages";
    private static final String REDIS = "Redis: server error prefixes and messages";
    private static final String COUCH = "Couchbase SDK RFC 58: error handling";
    private static final String GRID = "Hazelcast, Apache Ignite: exception types and messages";
    private static final String HBASE = "Apache HBase: exception types";
    private static final String INFLUX = "InfluxDB: write and query errors";

    private StoreRules() {}

    static List<Rule> texts() {
        return List.of(
                never(
                        "influx.beyond-retention",
                        DATA_CORRUPTION,
                        INFLUX + ": points older than the retention policy are dropped",
                        says("points beyond retention policy")),
                auto("milvus.rate", RATE_LIMIT, "Milvus: quota error codes", says("quota exceeded reason rate type")),
                auto(
                        "datastore.contention",
                        CONCURRENCY_CONFLICT,
                        "Firestore and Datastore: ABORTED, the transaction is to be tried again",
                        says("aborted due to cross-transaction contention | too much contention on these")),
                auto(
                        "zoo.timeout",
                        TIMEOUT,
                        ZOO + ": OPERATIONTIMEOUT, REQUESTTIMEOUT",
                        says("""
                        keepererrorcode operationtimeout | keepererrorcode requesttimeout
                        """).or(named("OperationTimeoutException"))),
                auto(
                        "zoo.moved",
                        SERVICE_UNAVAILABLE,
                        ZOO + ": SESSIONMOVED, NOTREADONLY, NEWCONFIGNOQUORUM, THROTTLEDOP",
                        says("""
                        keepererrorcode session moved | keepererrorcode not a read-only call | keepererrorcode no quorum of new config
                        keepererrorcode op throttled
                        """)),
                auto(
                        "zoo.reconfig",
                        CONCURRENCY_CONFLICT,
                        ZOO + ": RECONFIGINPROGRESS",
                        says("another reconfiguration is in progress")),
                afterFix(
                        "zoo.quota",
                        RESOURCE_EXHAUSTED,
                        ZOO + ": QUOTAEXCEEDED",
                        says("keepererrorcode quota has exceeded")),
                afterFix("zoo.acl", AUTH, ZOO + ": INVALIDACL, SESSIONCLOSEDREQUIRESASLAUTH", says("""
                        keepererrorcode invalidacl | keepererrorcode session closed because client failed to authenticate
                        """)),
                never("zoo.data", DATA_CORRUPTION, ZOO + ": MARSHALLINGERROR, DATAINCONSISTENCY", says("""
                        keepererrorcode marshallingerror | keepererrorcode datainconsistency | keepererrorcode runtimeinconsistency
                        """)),
                afterFix("zoo.arguments", LOGIC_ERROR, ZOO + ": BADARGUMENTS, NOCHILDRENFOREPHEMERALS", says("""
                        keepererrorcode badarguments | keepererrorcode nochildrenforephemerals | keepererrorcode ephemeralonlocalsession
                        keepererrorcode directory not empty
                        """)),
                auto("etcd.members", SERVICE_UNAVAILABLE, ETCD, says("""
                        can only promote a learner member which is in sync
                        raft proposal dropped | etcdserver stopped | etcdserver unhealthy
                        """)),
                auto("etcd.endpoints", NETWORK, ETCD, says("etcdclient no available endpoints")),
                auto("etcd.wait", TIMEOUT, ETCD, says("etcdserver waiting for applied index")),
                never("etcd.request", DATA_CORRUPTION, ETCD, says("""
                        etcdserver too many operations | etcdserver duplicate key | etcdserver key is not provided | etcdserver request is too large
                        etcdserver mvcc required revision | etcdserver requested lease
                        """)),
                afterFix("consul.session", CONCURRENCY_CONFLICT, CONSUL, says("invalid session .. session not found")),
                auto(
                        "vault.standby",
                        SERVICE_UNAVAILABLE,
                        CONSUL,
                        says("local node not active | vault is sealed | vault is not initialized")),
                afterFix("vault.token", AUTH, CONSUL, says("""
                        missing client token | invalid role or secret id | wrapping token is not valid | acl not found | bad token | etcdserver invalid auth token | etcdserver user name
                        """)),
                afterFix("vault.lease-quota", RESOURCE_EXHAUSTED, CONSUL, says("lease count quota exceeded")),
                auto(
                        "consul.index",
                        SERVICE_UNAVAILABLE,
                        CONSUL + ": a replica that has not caught up",
                        says("required index state not present")),
                afterFix("elastic.too-many-scrolls", RESOURCE_EXHAUSTED, ELASTIC, says("""
                        too many scroll contexts | too many buckets | maximum normal shards | maxclausecount is set to | too_many_buckets
                        """)),
                afterFix("elastic.host-settings", RESOURCE_EXHAUSTED, ELASTIC + ": bootstrap checks", says("""
                        max virtual memory areas | max file descriptors .. is too low | vm.max_map_count | max number of threads .. is too low
                        """)),
                auto("elastic.snapshotting", CONCURRENCY_CONFLICT, ELASTIC, named("""
                        concurrent_snapshot_execution_exception snapshot_in_progress_exception
                        """)),
                never(
                        "elastic.document-exists",
                        DATA_CORRUPTION,
                        ELASTIC,
                        says("version conflict document already exists")),
                auto("elastic.shard-starts", SERVICE_UNAVAILABLE, ELASTIC, named("""
                        index_shard_not_started_exception index_shard_recovering_exception shard_not_in_primary_mode_exception
                        no_longer_primary_shard_exception coordination_state_rejected_exception failed_to_commit_cluster_state_exception
                        """)),
                auto("elastic.transport", NETWORK, ELASTIC, named("""
                        connect_transport_exception node_not_connected_exception send_request_transport_exception
                        """)),
                afterFix(
                        "elastic.names",
                        CONFIGURATION,
                        ELASTIC,
                        named("""
                        index_closed_exception invalid_index_name_exception index_template_missing_exception repository_missing_exception snapshot_missing_exception
                        invalid_alias_name_exception aliases_not_found_exception repository_exception repository_verification_exception
                        """).or(says("contains unrecognized parameter | failed to obtain node locks"))),
                afterFix(
                        "elastic.wrong-query",
                        LOGIC_ERROR,
                        ELASTIC,
                        named("script_exception query_phase_execution_exception")
                                .or(says("unknown query"))),
                never("elastic.no-context", DATA_CORRUPTION, ELASTIC, named("search_context_missing_exception")),
                afterFix("solr.config", CONFIGURATION, SOLR, says("""
                        not running in solrcloud mode | could not find collection | solrcore is .. init failure | not available due to init failure
                        could not load conf for core | core with name .. already exists | collection already exists | undefined field | specified config does not exist
                        """)),
                afterFix(
                        "solr.limit",
                        RESOURCE_EXHAUSTED,
                        SOLR,
                        says("maxshardspernode | maxwarmingsearchers")
                                .and(says("try again later").negate())),
                auto(
                        "solr.refused",
                        NETWORK,
                        SOLR,
                        says("server refused connection at | ioexception occured when talking to server")),
                afterFix(
                        "cassandra.denied-by-all",
                        AUTH,
                        CASSANDRA,
                        says("tried for query failed | tried for the query failed | could not reach any contact point")
                                .and(
                                        says(
                                                "authenticationexception | authentication error | bad credentials | requires authentication | unauthorized"))),
                afterFix(
                        "cassandra.refused-by-all",
                        CONFIGURATION,
                        CASSANDRA,
                        says("tried for query failed | tried for the query failed | could not reach any contact point")
                                .and(
                                        says(
                                                "invalidqueryexception | unconfigured table | unsupported protocol | invalid or unsupported protocol | keyspace .. does not exist"))),
                auto("cassandra.no-contact", NETWORK, CASSANDRA, says("could not reach any contact point")),
                auto(
                        "cassandra.busy",
                        RESOURCE_EXHAUSTED,
                        CASSANDRA,
                        named("BusyConnectionException BusyPoolException RequestThrottlingException")),
                auto(
                        "cassandra.cas",
                        CONCURRENCY_CONFLICT,
                        CASSANDRA,
                        named("CasWriteUnknownException")
                                .or(says("caswriteunknownexception | cas operation result is unknown"))),
                afterFix(
                        "cassandra.tombstones",
                        RESOURCE_EXHAUSTED,
                        CASSANDRA,
                        says("tombstones during query | tombstone_failure_threshold | tombstoneoverwhelmingexception")),
                afterFix("cassandra.local-dc", CONFIGURATION, CASSANDRA, says("local dc must be explicitly set")),
                afterFix("mongo.deployment", LOGIC_ERROR, MONGO, says("""
                        transaction numbers are only allowed | sessions are not supported by | can t find a codec for | with after close
                        cannot use mongoclient after close
                        """)),
                afterFix(
                        "mongo.plan-limit",
                        RESOURCE_EXHAUSTED,
                        MONGO,
                        says("over your space quota | already using .. collections")),
                afterFix("redis.server-misuse", LOGIC_ERROR, REDIS, says("""
                        unkillable sorry | error running script | max number of arguments reached | ^ invalidobj | script attempted to access
                        unknown redis command called | no such key | source and destination objects are the same
                        """)),
                never("redis.payload", DATA_CORRUPTION, REDIS, says("""
                        dump payload version or checksum | bad data format | string exceeds maximum allowed size | equal or smaller than the target stream top item
                        """)),
                afterFix("redis.set-up", CONFIGURATION, REDIS, says("""
                        busygroup consumer group name | nogroup no such key | db index is out of range | nogroup no such consumer group
                        """)),
                afterFix("redis.protected", AUTH, REDIS, says("running in protected mode | no permissions to access")),
                auto(
                        "redis.max-memory",
                        RESOURCE_EXHAUSTED,
                        REDIS,
                        says("when used memory maxmemory | used memory .. maxmemory")),
                auto("redis.migrating", SERVICE_UNAVAILABLE, REDIS, says("ioerr error or timeout")),
                afterFix(
                        "couch.plan",
                        CONFIGURATION,
                        COUCH,
                        named("PlanningFailureException FeatureNotAvailableException")),
                auto("couch.durability", SERVICE_UNAVAILABLE, COUCH, named("""
                        DurabilityImpossibleException DurabilityAmbiguousException TemporaryFailureException
                        """)),
                auto(
                        "grid.moves",
                        SERVICE_UNAVAILABLE,
                        GRID,
                        named("""
                        PartitionMigratingException SplitBrainProtectionException HazelcastClientOfflineException HazelcastClientNotActiveException
                        CallerNotMemberException WrongTargetException TargetDisconnectedException NoDataMemberInClusterException IgniteClientDisconnectedException
                        ClusterTopologyException ClusterGroupEmptyException
                        """)
                                .or(
                                        says(
                                                "cluster is inactive | partition owners have left | client node disconnected"))),
                auto(
                        "grid.overload",
                        RESOURCE_EXHAUSTED,
                        GRID,
                        named("HazelcastOverloadException CallQueueTooBigException")),
                auto("hbase.throttled", RATE_LIMIT, HBASE, named("RpcThrottlingException")),
                afterFix(
                        "hbase.scanner",
                        LOGIC_ERROR,
                        HBASE,
                        named("UnknownScannerException OutOfOrderScannerNextException")),
                auto(
                        "neo4j.time",
                        TIMEOUT,
                        "Neo4j: status codes",
                        named(
                                "Neo.ClientError.Transaction.TransactionTimedOut Neo.ClientError.Transaction.TransactionTimedOutClientConfiguration")),
                afterFix(
                        "neo4j.own-memory",
                        RESOURCE_EXHAUSTED,
                        "Neo4j: dbms.memory.transaction.max",
                        named("Neo.TransientError.General.TransactionOutOfMemoryError")),
                afterFix(
                        "influx.cardinality",
                        RESOURCE_EXHAUSTED,
                        INFLUX,
                        says("max-values-per-tag limit | max-series-per-database limit")),
                afterFix(
                        "influx.no-bucket",
                        CONFIGURATION,
                        INFLUX,
                        says("bucket .. not found | database not found | retention policy not found")));
    }

    /** Codes in the names that texts carry; a cause below goes first. */
    static List<Rule> types() {
        return List.of(
                never("elastic.bulk", DATA_CORRUPTION, ELASTIC, named("BulkIndexError")),
                never("mongo.cursor", DATA_CORRUPTION, MONGO, named("CursorNotFound ChangeStreamHistoryLost")),
                auto(
                        "cassandra.failure",
                        SERVICE_UNAVAILABLE,
                        CASSANDRA,
                        named("ReadFailureException WriteFailureException")),
                afterFix(
                        "cassandra.exists",
                        CONFIGURATION,
                        CASSANDRA,
                        named(
                                "com.datastax.oss.driver.api.core.servererrors.AlreadyExistsException com.datastax.driver.core.exceptions.AlreadyExistsException")),
                afterFix(
                        "cassandra.function",
                        LOGIC_ERROR,
                        CASSANDRA,
                        named("FunctionFailureException FunctionExecutionException")));
    }
}
