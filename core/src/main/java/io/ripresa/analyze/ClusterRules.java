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

/** MongoDB by code name; clusters that compute: Spark, Flink, Hadoop, Ray; job frameworks that wrap what failed. */
final class ClusterRules {

    private static final String MONGO = "MongoDB: error_codes.yml";
    private static final String HADOOP = "Apache Hadoop, HDFS, YARN and HBase: exception types and messages";
    private static final String FLINK = "Apache Flink: exception types and messages";
    private static final String SPARK = "Apache Spark: exception types and messages";
    private static final String PULSAR = "Apache Pulsar client exceptions; NATS errors; ActiveMQ and JMS error codes";
    private static final String MQ = "IBM MQ: reason codes";
    private static final String JOBS =
            "Messages of job frameworks: Celery, Airflow, Sidekiq, Laravel, Bull, Quartz, Jenkins";

    private ClusterRules() {}

    static List<Rule> mongo() {
        return List.of(
                auto("mongo.code-network", NETWORK, MONGO, named("""
                        HostUnreachable HostNotFound NetworkTimeout DNSHostNotFound
                        PooledConnectionsDropped TransportSessionClosed
                        """)),
                auto("mongo.code-service", SERVICE_UNAVAILABLE, MONGO, named("""
                        ShutdownInProgress NotWritablePrimary InterruptedAtShutdown InterruptedDueToReplStateChange
                        NotPrimaryNoSecondaryOk NotPrimaryOrSecondary PrimarySteppedDown ElectionInProgress
                        NotYetInitialized NoConfigPrimary FailedToSatisfyReadPreference CursorKilled
                        ReadConcernMajorityNotAvailableYet StaleConfig StaleEpoch SnapshotUnavailable
                        ReplicaSetMonitorRemoved InitialSyncActive NotSecondary QueryPlanKilled
                        """)),
                auto("mongo.code-conflict", CONCURRENCY_CONFLICT, MONGO, named("""
                        WriteConflict LockTimeout LockBusy LockFailed ConflictingOperationInProgress
                        PreparedTransactionInProgress DatabaseDropPending CursorInUse SnapshotTooOld
                        TransientTransactionError
                        """)),
                auto("mongo.code-time", TIMEOUT, MONGO, named("""
                        MaxTimeMSExpired ExceededTimeLimit WriteConcernTimeout WriteConcernFailed
                        NetworkInterfaceExceededTimeLimit
                        """)),
                afterFix("mongo.code-memory", RESOURCE_EXHAUSTED, MONGO, named("""
                        ExceededMemoryLimit QueryExceededMemoryLimitNoDiskUseAllowed TooManyLocks
                        """)),
                auto("mongo.code-space", RESOURCE_EXHAUSTED, MONGO, named("OutOfDiskSpace")),
                afterFix("mongo.code-auth", AUTH, MONGO, named("""
                        AuthenticationFailed AuthenticationRestrictionUnmet UserNotFound RoleNotFound
                        AuthSchemaIncompatible
                        """)),
                never("mongo.code-data", DATA_CORRUPTION, MONGO, named("""
                        BadValue TypeMismatch FailedToParse InvalidBSON DocumentValidationFailure ConversionFailure
                        BSONObjectTooLarge DuplicateKeyException ImmutableField NoMatchingDocument DollarPrefixedFieldName
                        InvalidIdField EmptyFieldName DottedFieldName MongoWriteException
                        """)),
                afterFix("mongo.code-config", CONFIGURATION, MONGO, named("""
                        NamespaceNotFound IndexNotFound CommandNotFound NamespaceExists IndexAlreadyExists InvalidNamespace
                        IndexOptionsConflict IndexKeySpecsConflict CannotCreateIndex CommandNotSupported
                        InvalidReplicaSetConfig NotAReplicaSet IncompatibleServerVersion InvalidSSLConfiguration
                        UnsatisfiableWriteConcern NoReplicationEnabled ReplicaSetNotFound ShardNotFound
                        """)),
                afterFix("mongo.code-logic", LOGIC_ERROR, MONGO, named("""
                        NoSuchTransaction TransactionTooOld IllegalOperation OperationNotSupportedInTransaction
                        ConflictingUpdateOperators InvalidPipelineOperator
                        """)));
    }

    static List<Rule> compute() {
        return List.of(
                auto("hadoop.service", SERVICE_UNAVAILABLE, HADOOP, named("""
                                SafeModeException StandbyException NotServingRegionException
                                RegionServerStoppedException RegionTooBusyException ServerNotRunningYetException
                                PleaseHoldException MasterNotRunningException RegionMovedException RegionOpeningException
                                RegionServerAbortedException BlockMissingException
                                """).or(says("""
                                is in safe mode | operation category .. is not supported in state standby
                                namenode is in safe mode | could only be replicated to 0 nodes | could only be written to 0 of | region is not online
                                could not obtain block | blockmissingexception | server is not running yet
                                is not online on | could not find a valid datanode | all datanodes .. are bad
                                """))),
                auto("hadoop.conflict", CONCURRENCY_CONFLICT, HADOOP, named("""
                                LeaseExpiredException AlreadyBeingCreatedException RecoveryInProgressException
                                """)),
                afterFix("hadoop.quota", RESOURCE_EXHAUSTED, HADOOP, named("""
                                DSQuotaExceededException NSQuotaExceededException QuotaExceededException
                                """)),
                afterFix(
                        "hadoop.denied",
                        AUTH,
                        HADOOP,
                        named("AccessControlException").or(says("""
                                permission denied user | gss initiate failed | no valid credentials provided
                                clock skew too great | failed to find any kerberos
                                """))),
                auto(
                        "flink.resources",
                        RESOURCE_EXHAUSTED,
                        FLINK,
                        named("NoResourceAvailableException").or(says("""
                                could not allocate .. slots | could not acquire the minimum required resources
                                could not fulfill resource requirements | slot request .. timeout | no resources available
                                has no more allocated slots
                                """))),
                auto("flink.service", SERVICE_UNAVAILABLE, FLINK, named("""
                                CheckpointDeclineTaskNotReadyException TaskManagerLostException JobManagerNotAvailable
                                PartitionNotFoundException RemoteTransportException LocalTransportException
                                """).or(says("""
                                taskmanager .. is no longer reachable | heartbeat of taskmanager | lost to the taskmanager
                                lost connection to task manager | the assigned slot .. was removed
                                connection unexpectedly closed by remote task manager | task source .. was not running
                                checkpoint .. declined
                                """))),
                unknown("spark.wrapper", SPARK + ": a wrapper that hides the cause", says("""
                                failed # times most recent failure .. lost task .. executorlostfailure
                                executor .. exited caused by one of the running tasks | job aborted $
                                """)),
                auto(
                        "spark.lost",
                        SERVICE_UNAVAILABLE,
                        SPARK,
                        named("FetchFailedException ExecutorLostFailure")
                                .or(says("""
                                executor lost | executorlostfailure | remote rpc client disassociated
                                container marked as failed | slave lost | worker lost | lost executor
                                missing an output location for shuffle | failed to connect to driver
                                """))
                                // It ended by itself, and why is not told.
                                .and(says("exit status 1 | exit code 1 | exitcode 1")
                                        .negate())),
                auto(
                        "yarn.preempted",
                        RESOURCE_EXHAUSTED,
                        HADOOP,
                        says("container .. preempted | preempted by scheduler")),
                auto(
                        "pulsar.service",
                        SERVICE_UNAVAILABLE,
                        PULSAR,
                        named("""
                                ServiceNotReadyException BrokerMetadataException LookupException BrokerPersistenceException
                                NotConnectedException AlreadyClosedException
                                NoRespondersException VaultDown
                                """)
                                .or(
                                        says(
                                                "no active vault instance | nats no responders | no responders available | jetstream system temporarily unavailable"))),
                auto("mq.service", SERVICE_UNAVAILABLE, MQ, mq("2059 2161 2162 2163 2202 2203 2223 2537")),
                auto("mq.network", NETWORK, MQ, mq("2009 2538 2495")),
                auto("mq.full", RESOURCE_EXHAUSTED, MQ, mq("2053 2192 2056 2071 2102")),
                afterFix("mq.auth", AUTH, MQ, mq("2035 2063 2393")),
                afterFix("mq.config", CONFIGURATION, MQ, mq("2085 2082 2058 2016 2051 2087 2539 2540 2397")),
                afterFix("mq.handles", LOGIC_ERROR, MQ, mq("2019 2045")),
                afterFix("mq.unit-of-work", RESOURCE_EXHAUSTED, MQ + ": a unit of work that is too large", mq("2024")),
                never("mq.data", DATA_CORRUPTION, MQ, mq("2030 2031 2110 2010 2218")),
                auto(
                        "pulsar.conflict",
                        CONCURRENCY_CONFLICT,
                        PULSAR,
                        named("ProducerBusyException ConsumerBusyException")),
                auto(
                        "pulsar.backlog",
                        RESOURCE_EXHAUSTED,
                        PULSAR + ": a backlog that consumers drain",
                        named("ProducerBlockedQuotaExceededException ProducerBlockedQuotaExceededError")
                                .or(says("backlog quota exceeded | producerblockedquotaexceededexception"))),
                auto("pulsar.rate", RATE_LIMIT, PULSAR, named("TooManyRequestsException LookupTooManyRequest")));
    }

    /** A framework's own words about a job that ended: some name the cause, some hide it. */
    static List<Rule> jobs() {
        return List.of(
                unknown(
                        "jobs.guess",
                        JOBS + ": what may have been is no cause",
                        says(
                                "may have been killed | has been externally set to | this may be due to | likely due to containers exceeding thresholds | maybe due to | may have previously | might have been caused | may have been caused")),
                afterFix(
                        "jobs.unregistered",
                        CONFIGURATION,
                        JOBS + ": the worker does not have the task's code",
                        says(
                                "received unregistered task | task of kind .. is not registered | no job handler found for")),
                unknown(
                        "jobs.spent",
                        JOBS + ": tries are spent, and why is not told",
                        named("""
                                MaxAttemptsExceededException RetryExhaustedException
                                """).or(says("""
                                has been attempted too many times | job stalled more than allowable limit
                                too many retries $ | exceeded the maximum number of attempts $ | retries exhausted $
                                maximum number of attempts reached $ | max attempts reached $ | script returned exit code 1 $
                                process completed with exit code 1 $ | exited with code 1 $ | exit status 1 $
                                exited with status 1 $ | exit code 1 $ | returned non-zero exit status 1 $
                                """)).and(status(429, 502, 503, 504).negate())),
                auto(
                        "jobs.worker-gone",
                        SERVICE_UNAVAILABLE,
                        JOBS,
                        named("WorkerTerminate AirflowTaskTerminated").or(says("""
                                detected zombie job | detected as zombie | worker was lost | work-horse terminated unexpectedly
                                work-horse process was terminated unexpectedly | hosted runner .. lost communication
                                hosted runner encountered an error | agent went offline | node was offline
                                removing the node | executor reports task instance .. finished | pod was deleted
                                job execution was interrupted by a restart | worker shutting down
                                agent lost | lost contact with | runner has received a shutdown signal | dropped due to shutdown
                                the operation was canceled by a shutdown | agent is offline | disconnected node
                                remote call on .. failed channel is closed | interrupted by server restart | job was interrupted
                                """))),
                auto("jobs.exhausted-workers", RESOURCE_EXHAUSTED, JOBS, says("""
                                no idle worker | no available worker | no workers available | threads .. are busy
                                not enough free slots | no free worker | waiting for an available executor | thread pool is exhausted
                                thread pool is full | pool is exhausted | executor pool is full | thread pool exhausted
                                """)));
    }

    private static Condition mq(String reasons) {
        StringBuilder phrases = new StringBuilder();
        for (String reason : reasons.split(" ", -1)) {
            phrases.append("reason ").append(reason).append("|reason code ").append(reason);
            phrases.append("|mqrc ").append(reason).append('|');
        }
        return says(phrases.toString());
    }
}
