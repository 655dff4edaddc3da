package io.ripresa.analyze;

import static io.ripresa.analyze.Conditions.named;
import static io.ripresa.analyze.Conditions.says;
import static io.ripresa.analyze.Conditions.status;
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
import static io.ripresa.model.Category.RATE_LIMIT;
import static io.ripresa.model.Category.RESOURCE_EXHAUSTED;
import static io.ripresa.model.Category.SERVICE_UNAVAILABLE;
import static io.ripresa.model.Category.TIMEOUT;

import java.util.List;

/** Brokers, caches and document stores, by the codes and exception types that they document. */
final class BrokerRules {

    private static final String KAFKA = "kafka-clients: subclasses of RetriableException";
    private static final String KAFKA_FINAL = "kafka-clients: ApiException that is not retriable";
    private static final String REDIS = "Redis protocol: error prefixes; Lettuce and Jedis exceptions";
    private static final String MONGO = "MongoDB drivers: retryable writes and reads specification";
    private static final String RABBIT = "AMQP 0-9-1: reply codes; RabbitMQ server";
    private static final String ELASTIC = "Elasticsearch: exception types";
    private static final String ZOO = "ZooKeeper: KeeperException.Code";
    private static final String CASSANDRA = "Cassandra drivers: DefaultRetryPolicy";

    private BrokerRules() {}

    static List<Rule> kafka() {
        return List.of(
                auto(
                        "kafka.corrupt-in-transit",
                        DATA_CORRUPTION,
                        KAFKA + ": fetched again",
                        named("CorruptRecordException CORRUPT_MESSAGE")),
                auto("kafka.throttled", RATE_LIMIT, KAFKA, named("ThrottlingQuotaExceededException")),
                auto(
                        "kafka.conflict",
                        CONCURRENCY_CONFLICT,
                        KAFKA,
                        named(
                                "ConcurrentTransactionsException UnstableOffsetCommitException ReassignmentInProgressException")),
                auto(
                        "kafka.network",
                        NETWORK,
                        KAFKA,
                        named("org.apache.kafka.common.errors.NetworkException DisconnectException")),
                auto(
                        "kafka.timeout",
                        TIMEOUT,
                        KAFKA,
                        named("org.apache.kafka.common.errors.TimeoutException REQUEST_TIMED_OUT")),
                auto("kafka.unavailable", SERVICE_UNAVAILABLE, KAFKA, named("""
                        LeaderNotAvailableException NotLeaderForPartitionException NotLeaderOrFollowerException
                        NotEnoughReplicasException NotEnoughReplicasAfterAppendException CoordinatorNotAvailableException
                        CoordinatorLoadInProgressException GroupCoordinatorNotAvailableException NotCoordinatorException
                        GroupLoadInProgressException KafkaStorageException UnknownTopicOrPartitionException
                        ReplicaNotAvailableException BrokerNotAvailableException NotControllerException
                        OffsetNotAvailableException EligibleLeadersNotAvailableException ElectionNotNeededException
                        PreferredLeaderNotAvailableException FencedLeaderEpochException UnknownLeaderEpochException
                        ListenerNotFoundException InvalidMetadataException FetchSessionIdNotFoundException
                        InvalidFetchSessionEpochException RetriableCommitFailedException UnknownTopicIdException
                        InconsistentTopicIdException NewLeaderElectedException StaleMetadataException
                        FetchSessionTopicIdException SnapshotNotFoundException
                        ShareSessionNotFoundException InvalidShareSessionEpochException ShareSessionLimitReachedException
                        """)),
                never("kafka.fenced", CONCURRENCY_CONFLICT, KAFKA_FINAL + ": rejoin or abort first", named("""
                        ProducerFencedException InvalidProducerEpochException FencedInstanceIdException
                        UnknownMemberIdException IllegalGenerationException RebalanceInProgressException
                        CommitFailedException MemberIdRequiredException OutOfOrderSequenceException
                        UnknownProducerIdException FencedMemberEpochException StaleMemberEpochException
                        TransactionCoordinatorFencedException InvalidTxnStateException TransactionAbortedException
                        StaleBrokerEpochException UnreleasedInstanceIdException InvalidPidMappingException
                        TransactionAbortableException InvalidUpdateVersionException
                        """)),
                afterFix("kafka.config", CONFIGURATION, KAFKA_FINAL, named("""
                        InvalidTopicException InvalidGroupIdException UnsupportedVersionException
                        InvalidConfigurationException InvalidReplicationFactorException InvalidPartitionsException
                        PolicyViolationException ConfigException UnsupportedSaslMechanismException TopicExistsException
                        InconsistentGroupProtocolException InvalidReplicaAssignmentException LogDirNotFoundException
                        GroupIdNotFoundException InvalidSessionTimeoutException FeatureUpdateFailedException
                        InvalidCommitOffsetSizeException MismatchedEndpointTypeException UnknownControllerIdException
                        UnsupportedAssignorException InvalidRegularExpression NoReassignmentInProgressException
                        """)),
                unknown("kafka.unknown", KAFKA_FINAL, named("UnknownServerException")),
                afterFix("kafka.auth", AUTH, KAFKA_FINAL, named("""
                        DelegationTokenExpiredException DelegationTokenDisabledException SecurityDisabledException
                        InvalidPrincipalTypeException DelegationTokenOwnerMismatchException
                        DelegationTokenNotFoundException DelegationTokenAuthorizationException
                        UnsupportedByAuthenticationException IllegalSaslStateException
                        """)));
    }

    /** What a record is refused for; a connection that broke below goes first. */
    static List<Rule> records() {
        return List.of(never("kafka.data", DATA_CORRUPTION, KAFKA_FINAL, named("""
                        RecordTooLargeException RecordBatchTooLargeException InvalidTimestampException InvalidRecordException
                        UnsupportedForMessageFormatException OffsetOutOfRangeException OffsetMetadataTooLarge
                        DuplicateSequenceException RecordDeserializationException UnsupportedCompressionTypeException
                        org.apache.kafka.common.errors.SerializationException InvalidRequiredAcksException
                        DeserializationException InvalidFetchSizeException PositionOutOfRangeException
                        """)));
    }

    static List<Rule> stores() {
        return List.of(
                auto("redis.not-serving", SERVICE_UNAVAILABLE, REDIS, named("""
                                RedisLoadingException RedisReadOnlyException RedisBusyException JedisClusterException
                                BusyLoadingError ReadOnlyError ClusterDownError MasterDownError
                                TryAgainError JedisClusterOperationException JedisNoReachableClusterNodeException
                                """).or(says("""
                                redis is loading the dataset | unblocked force unblock | instance state changed | busy redis is busy | masterdown link with master
                                readonly you can t write against a read only | clusterdown | noreplicas not enough good replicas
                                misconf redis is configured | tryagain multiple keys | hash slot not served
                                unable to determine a partition | no reachable node in cluster
                                """))),
                auto(
                        "redis.memory",
                        RESOURCE_EXHAUSTED,
                        REDIS,
                        says(
                                "oom command not allowed | err max number of clients reached | max number of clients reached")),
                afterFix(
                        "redis.auth",
                        AUTH,
                        REDIS,
                        says("noauth authentication required | wrongpass | noperm | invalid username-password pair")),
                afterFix("redis.misuse", LOGIC_ERROR, REDIS, says("""
                        wrongtype operation against a key | noscript no matching script | execabort transaction discarded
                        crossslot keys in request | err exec without multi | err discard without multi | err protocol error | err wrong number of arguments | err syntax error
                        busykey target key name already exists | err value is not an integer
                        """)),
                afterFix(
                        "redis.not-set-up",
                        CONFIGURATION,
                        "Redis cluster specification, MOVED and ASK: the client does not follow; commands of other versions",
                        says("moved # # # # # # | ask # # # # # # | err unknown command | cluster support disabled")),
                auto(
                        "mongo.conflict",
                        CONCURRENCY_CONFLICT,
                        MONGO,
                        named("WriteConflict LockTimeout TransientTransactionError")
                                .or(
                                        says(
                                                "writeconflict | write conflict | transienttransactionerror | unable to acquire .. lock within"))),
                afterFix(
                        "mongo.selection-denied",
                        AUTH,
                        "MongoDB drivers, server selection: the reason stands behind the time-out",
                        named(
                                        "MongoServerSelectionError MongoTimeoutException ServerSelectionTimeoutError MongooseServerSelectionError")
                                .and(
                                        says(
                                                "authentication failed | bad auth | auth failed | not authorized | certificate | access list | exception authenticating | mongosecurityexception | pkix path building failed"))),
                auto("mongo.not-serving", SERVICE_UNAVAILABLE, MONGO, named("""
                                MongoTimeoutException MongoNotPrimaryException MongoNodeIsRecoveringException
                                MongoServerSelectionError ServerSelectionTimeoutError NotWritablePrimary PrimarySteppedDown
                                InterruptedAtShutdown InterruptedDueToReplStateChange ShutdownInProgress
                                NotPrimaryNoSecondaryOk NotPrimaryOrSecondary NotMaster NotMasterError NotPrimaryError
                                """).or(says("""
                                no primary server available | not master | not primary | no primary available
                                waiting for a server that matches | node is recovering | primary stepped down
                                no replica set members | could not find host matching read preference
                                server selection timed out | no suitable servers found | no replica set primary
                                """))),
                auto(
                        "mongo.network",
                        NETWORK,
                        MONGO,
                        named("HostUnreachable HostNotFound NetworkTimeout AutoReconnect")),
                auto(
                        "mongo.time-limit",
                        TIMEOUT,
                        MONGO,
                        named("MaxTimeMSExpired ExceededTimeLimit MongoExecutionTimeoutException")),
                never(
                        "mongo.data",
                        DATA_CORRUPTION,
                        MONGO,
                        says(
                                "e11000 duplicate key | bsonobj size | document exceeds maximum bson | exceeds maximum document size")),
                auto("rabbit.not-serving", SERVICE_UNAVAILABLE, RABBIT, says("""
                        connection_forced | reply-code 320 | reply-code 541 | home node .. is down | vhost .. is down
                        operation queue.declare caused a connection exception internal_error | node is shutting down
                        is down or inaccessible
                        """)),
                afterFix(
                        "rabbit.auth",
                        AUTH,
                        RABBIT,
                        says("access_refused | reply-code 403")
                                .or(
                                        named(
                                                "PossibleAuthenticationFailureException AuthenticationFailureException ACCESS_REFUSED"))),
                afterFix("rabbit.config", CONFIGURATION, RABBIT, says("""
                        not_found no queue | not_found no exchange | inequivalent arg | not_allowed vhost | vhost .. not found
                        reply-code 404 | reply-code 406 | reply-code 530
                        """)),
                auto(
                        "rabbit.locked",
                        CONCURRENCY_CONFLICT,
                        RABBIT,
                        says("resource_locked cannot obtain exclusive access")),
                auto(
                        "elastic.rejected",
                        RESOURCE_EXHAUSTED,
                        ELASTIC + ": the queue of a thread pool is full",
                        named(
                                        "es_rejected_execution_exception rejected_execution_exception EsRejectedExecutionException")
                                .or(says("es_rejected_execution_exception | rejected execution of"))),
                auto(
                        "elastic.memory",
                        RESOURCE_EXHAUSTED,
                        ELASTIC,
                        named("circuit_breaking_exception CircuitBreakingException")
                                .or(says("circuit_breaking_exception | parent data too large"))),
                auto(
                        "elastic.flood-stage",
                        RESOURCE_EXHAUSTED,
                        ELASTIC + ": released by itself when space is back",
                        says("""
                        read-only-allow-delete | read-only / allow delete | flood-stage watermark | flood stage disk watermark
                        disk usage exceeded flood-stage
                        """)),
                afterFix("elastic.blocked", CONFIGURATION, ELASTIC + ": a block that a person set", says("""
                                index write api | index read-only api | index metadata api | index closed | forbidden/8 | forbidden/5 | forbidden/9
                                cluster read-only api | maximum shards open | maximum normal shards open
                                """)),
                afterFix(
                        "elastic.query",
                        LOGIC_ERROR,
                        ELASTIC + ": all shards refused the query",
                        named("query_shard_exception search_phase_execution_exception SearchPhaseExecutionException")
                                .and(status(400)
                                        .or(says("no mapping found | failed to parse query | fielddata is disabled")))),
                auto(
                        "elastic.not-serving",
                        SERVICE_UNAVAILABLE,
                        ELASTIC,
                        named("""
                                master_not_discovered_exception no_shard_available_action_exception NodeClosedException
                                unavailable_shards_exception cluster_block_exception node_not_connected_exception
                                NoShardAvailableActionException MasterNotDiscoveredException NoNodeAvailableException
                                node_closed_exception ClusterBlockException node_disconnected_exception
                                """)
                                .or(
                                        says(
                                                "master_not_discovered | master_not_discovered_exception | no_shard_available_action_exception | master not discovered | not enough master nodes | no master node discovered | all shards failed | no living connections | state not recovered"))),
                auto(
                        "elastic.conflict",
                        CONCURRENCY_CONFLICT,
                        ELASTIC,
                        named("version_conflict_engine_exception VersionConflictEngineException")
                                .or(says("version_conflict_engine_exception"))),
                auto(
                        "elastic.timeout",
                        TIMEOUT,
                        ELASTIC,
                        named(
                                "process_cluster_event_timeout_exception receive_timeout_transport_exception elasticsearch.exceptions.ConnectionTimeout elastic_transport.ConnectionTimeout elasticsearch.ConnectionTimeout")),
                afterFix(
                        "elastic.no-index",
                        CONFIGURATION,
                        ELASTIC,
                        named("index_not_found_exception").or(says("index_not_found_exception"))),
                never("elastic.data", DATA_CORRUPTION, ELASTIC, named("""
                        mapper_parsing_exception document_parsing_exception strict_dynamic_mapping_exception
                        resource_already_exists_exception x_content_parse_exception parsing_exception
                        """)),
                afterFix(
                        "elastic.auth",
                        AUTH,
                        ELASTIC,
                        named("security_exception").or(says("security_exception"))),
                auto(
                        "cassandra.timeout",
                        TIMEOUT,
                        CASSANDRA,
                        named("ReadTimeoutException WriteTimeoutException DriverTimeoutException OperationTimedOut")),
                auto(
                        "cassandra.not-serving",
                        SERVICE_UNAVAILABLE,
                        CASSANDRA,
                        named("""
                                NoHostAvailableException NoHostAvailable OverloadedException
                                IsBootstrappingException AllNodesFailedException BootstrappingException
                                """)
                                .or(
                                        says(
                                                "cannot achieve consistency level | not enough replicas available | all host s tried for query failed"))),
                auto(
                        "zoo.connection",
                        NETWORK,
                        ZOO,
                        named("ConnectionLossException SessionExpiredException")
                                .or(
                                        says(
                                                "keepererrorcode connectionloss | keepererrorcode session expired | keepererrorcode operationtimeout"))),
                auto(
                        "zoo.not-serving",
                        SERVICE_UNAVAILABLE,
                        ZOO,
                        says("zookeeperserver not running | no quorum | quorum lost")),
                never("zoo.version", CONCURRENCY_CONFLICT, ZOO, says("keepererrorcode badversion")),
                afterFix(
                        "zoo.state",
                        LOGIC_ERROR,
                        ZOO,
                        says("keepererrorcode nodeexists | keepererrorcode nonode | keepererrorcode notempty")),
                afterFix("zoo.auth", AUTH, ZOO, says("keepererrorcode noauth | keepererrorcode authfailed")),
                afterFix(
                        "etcd.space",
                        RESOURCE_EXHAUSTED,
                        "etcd: alarm NOSPACE is lifted by a person",
                        says("mvcc database space exceeded | alarm nospace | etcdserver no space")),
                auto("etcd.rate", RATE_LIMIT, "etcd rpctypes", says("etcdserver too many requests")),
                auto("etcd.timeout", TIMEOUT, "etcd rpctypes", says("etcdserver request timed out")),
                auto(
                        "etcd.not-serving",
                        SERVICE_UNAVAILABLE,
                        "etcd rpctypes",
                        says(
                                "etcdserver leader changed | etcdserver no leader | etcdserver not leader | etcdserver server stopped | etcdserver unhealthy cluster")),
                afterFix("etcd.compacted", LOGIC_ERROR, "etcd rpctypes", says("required revision has been compacted")));
    }
}
