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

/** Clouds, clusters for computing, pipelines, build tools and service registries: what they say of their own working. */
final class OperationRules {

    private static final String SPOT =
            "Amazon EC2 Spot, Fargate Spot, Google Spot VMs: capacity that was lent is taken back";
    private static final String AWS = "Amazon SQS, S3, RDS, EC2, Step Functions: common errors";
    private static final String SLURM = "Slurm sbatch(1), scancel(1), squeue(1) reasons; LSF exit reasons TERM_*";
    private static final String CI = "GitHub Actions, GitLab CI, Jenkins: messages of the runner";
    private static final String BUILD = "NuGet NU1301, Cargo, Go, apt, pip: error messages";
    private static final String DISCOVERY =
            "Netflix Ribbon, Spring Cloud LoadBalancer, Apache Dubbo: no provider at the moment";
    private static final String POOLS = "Redisson: the connection could not be used";
    private static final String SNOWFLAKE = "Snowflake: error 000625; Redshift: STL_LOAD_ERRORS";

    private static final String CURL = "libcurl curl_easy_strerror: messages without their number";

    private OperationRules() {}

    static List<Rule> all() {
        return List.of(
                auto(
                        "cloud.taken-back",
                        SERVICE_UNAVAILABLE,
                        SPOT,
                        named("SpotInterruption SpotInstanceInterruption").or(says("""
                        spot task was interrupted | spot interruption | spot instance .. interrupted | spot instance .. terminated | spot instance .. reclaimed
                        instance was preempted | preempted by | vm was preempted | preemptible .. was preempted | host ec2 .. terminated
                        instance retirement | host maintenance event
                        """))),
                auto(
                        "cloud.no-room-now",
                        RESOURCE_EXHAUSTED,
                        AWS,
                        named("OverLimit AWS.SimpleQueueService.OverLimit").or(says("""
                        too many messages in flight | capacity is unavailable | capacity is not available at this time | no capacity available
                        insufficient capacity at this time | retryable capacity
                        """))),
                auto("s3.idle-connection", TIMEOUT, AWS, says("not read from or written to within the timeout period")),
                auto("cloud.state-moves", CONCURRENCY_CONFLICT, AWS, named("""
                        InvalidDBInstanceState InvalidDBClusterStateFault InvalidDBInstanceStateFault InvalidClusterState InvalidClusterStateFault
                        InvalidReplicationGroupState InvalidCacheClusterState
                        """).or(says("""
                        invaliddbinstancestate * | invaliddbclusterstatefault * | is not in available state | not in the available state
                        currently being modified | currently being updated | currently being created
                        """))),
                auto("function.value-exceeded", TIMEOUT, "Azure Functions, functionTimeout", says("""
                        timeout value of .. exceeded by | timeout value .. was exceeded by function | exceeded the timeout value of
                        """)),
                auto(
                        "spanner.wounded",
                        CONCURRENCY_CONFLICT,
                        "Cloud Spanner, ABORTED: the client runs the transaction again",
                        says("""
                        wounded by a | transaction was aborted it was wounded | transaction was wounded | transaction aborted due to conflict | aborted due to transient fault
                        """)),
                auto(
                        "pubsub.paused",
                        CONCURRENCY_CONFLICT,
                        "Google Cloud Pub/Sub, ordering keys",
                        says("ordering key is paused")),
                auto(
                        "spanner.session",
                        SERVICE_UNAVAILABLE,
                        "Cloud Spanner: sessions are made anew",
                        says("session not found projects")),
                auto("job.time-limit", TIMEOUT, SLURM, says("""
                        due to time limit | term_runlimit * | term_cpulimit * | job exceeded its walltime | walltime .. exceeded | exceeded wallclock
                        """)),
                auto("job.node-lost", SERVICE_UNAVAILABLE, SLURM, says("""
                        due to node failure | due to preemption | due to node fail | term_preempt * | term_zombie * | nodefail * | node_fail *
                        """)),
                auto("job.no-nodes-now", RESOURCE_EXHAUSTED, SLURM, says("""
                        requested nodes are busy | assocgrpcpulimit * | assocgrpjobslimit * | qosmaxsubmitjobperuserlimit * | qosmaxjobsperuserlimit *
                        qosmaxsubmitjobperuserlimit | qosmaxjobsperuserlimit | maxsubmitjobspernode | unable to allocate resources requested nodes
                        """)),
                afterFix("job.not-to-be-met", CONFIGURATION, SLURM, says("""
                        requested node configuration is not available | requested partition configuration not available | invalid account or account/partition
                        invalid partition | invalid qos specification | memory required by task is not available | requested time limit is invalid
                        more processors requested than permitted | batchscript not found
                        """)),
                auto("ci.runner-gone", SERVICE_UNAVAILABLE, CI, says("""
                        was deleted cancelling node | cancelling node body | agent was removed | agent .. was marked offline | runner was lost | lost communication with the server
                        executor went offline
                        """)),
                auto(
                        "ci.channel-ended",
                        NETWORK,
                        CI,
                        says("unexpected termination of the channel | command close created at")),
                auto(
                        "ci.cache-taken",
                        CONCURRENCY_CONFLICT,
                        CI,
                        says("unable to reserve cache | another job may be creating")),
                afterFix("ci.no-runner", CONFIGURATION, CI, says("""
                        doesn t have any runners online | no runners online | no runner matching | no agents match | there are no nodes with the label | no agent found in pool
                        """)),
                auto(
                        "nuget.index",
                        NETWORK,
                        BUILD,
                        says("unable to load the service index for source")
                                .and(status(401, 403, 404).negate())),
                afterFix("build.environment", CONFIGURATION, BUILD, says("""
                        externally-managed-environment | use of undeclared crate | undeclared module | release file .. not valid yet | unresolved import | unknown package
                        no rule to make target | missing go.sum entry | module declares its path as | no required module provides
                        created by terraform .. newer | which is newer than current | requires a newer version
                        """)),
                afterFix(
                        "build.tests",
                        LOGIC_ERROR,
                        BUILD,
                        says("there are test failures | there were failing tests | tests failed | test suite failed")),
                afterFix(
                        "build.plan-stale",
                        CONFIGURATION,
                        BUILD,
                        says(
                                "saved plan is stale | rollback_complete state and can not be updated | rollback_failed state")),
                auto(
                        "discovery.no-provider",
                        SERVICE_UNAVAILABLE,
                        DISCOVERY,
                        says("""
                        does not have available server | no instances available for | no provider available | no available provider | no servers available for service
                        no instance available | no available instances | forbid consumer .. no provider
                        """).and(says("in your region | for your").negate())),
                auto("pool.source-lost", NETWORK, POOLS, says("""
                        unable to write command into connection | unable to send command node source | unable to init enough connections amount
                        """)),
                auto(
                        "warehouse.table-locked",
                        CONCURRENCY_CONFLICT,
                        SNOWFLAKE,
                        says("has locked table | lock has not yet been released")),
                never(
                        "warehouse.load-errors",
                        DATA_CORRUPTION,
                        SNOWFLAKE,
                        says("stl_load_errors | load_errors system table")),
                auto("shopify.throttled", RATE_LIMIT, "Shopify GraphQL Admin API: THROTTLED", says("^ throttled $")),
                auto(
                        "github.server-load",
                        SERVICE_UNAVAILABLE,
                        "GitHub REST: 422 of a diff that could not be made now",
                        says("due to heavy server load")),
                afterFix(
                        "netcode.not-shared",
                        CONFIGURATION,
                        "Notion API, object_not_found: pages are shared with an integration by a person",
                        says("""
                        are shared with your integration | is shared with your integration | shared with the integration
                        """)),
                afterFix(
                        "pods.limit",
                        RESOURCE_EXHAUSTED,
                        "Pinecone, Qdrant Cloud: what a project may have",
                        says("reached max pods | max pods for project | max collections | reached the max allowed")),
                afterFix(
                        "quota.google-youtube",
                        RESOURCE_EXHAUSTED,
                        "YouTube Data API: quotaExceeded by the day",
                        status(403).and(says("""
                        quotaexceeded * | you have exceeded your quota | exceeded your quota
                        """))),
                never(
                        "payment.refused",
                        DATA_CORRUPTION,
                        "Adyen refusal reasons, ISO 8583 response codes: the payer's means",
                        says("""
                        refused not enough balance | not enough balance | insufficient funds | expired card | do not honor | card was declined | instrument_declined
                        """)),
                afterFix(
                        "index.wanted",
                        CONFIGURATION,
                        "Firestore, Azure Cosmos DB: a query needs an index that is not there",
                        says("""
                        query requires an index | requires a composite index | does not have a corresponding composite index | index is required for
                        """)),
                afterFix(
                        "runtime.not-set-up",
                        CONFIGURATION,
                        "Azure Functions host: settings it starts with",
                        says("""
                        missing both an azure storage connection string | secret initialization .. failed | function runtime is unable to start | azurewebjobsstorage
                        """)),
                auto(
                        "mysql.user-slots",
                        RESOURCE_EXHAUSTED,
                        "MySQL 1226: max_user_connections, slots that come back",
                        says("exceeded the max_user_connections")),
                auto(
                        "cloud.no-spot",
                        RESOURCE_EXHAUSTED,
                        SPOT,
                        says("no spot capacity available | spot capacity not available | stockout *")),
                auto(
                        "warehouse.internal",
                        SERVICE_UNAVAILABLE,
                        "Snowflake: internal errors that it retries",
                        says("sql execution internal error | processing aborted by error 300")),
                auto(
                        "hive.locks",
                        CONCURRENCY_CONFLICT,
                        "Apache Hive, Locking",
                        says("error in acquiring locks | locks on the underlying objects cannot be acquired")),
                afterFix("ssh.key", AUTH, "JSch, Paramiko: keys of a host or a user", says("""
                        auth cancel | reject hostkey | not a valid rsa private key | not a valid openssh private key | not a valid dsa private key | bad decrypt
                        """)),
                auto(
                        "smb.network",
                        NETWORK,
                        "MS-ERREF: NTSTATUS",
                        named(
                                "STATUS_NETWORK_NAME_DELETED STATUS_CONNECTION_DISCONNECTED STATUS_CONNECTION_RESET STATUS_HOST_UNREACHABLE STATUS_USER_SESSION_DELETED")),
                auto("smb.time", TIMEOUT, "MS-ERREF: NTSTATUS", named("STATUS_IO_TIMEOUT")),
                afterFix(
                        "smb.config",
                        CONFIGURATION,
                        "MS-ERREF: NTSTATUS",
                        named("STATUS_BAD_NETWORK_NAME STATUS_BAD_NETWORK_PATH STATUS_OBJECT_PATH_NOT_FOUND")),
                afterFix(
                        "smb.auth",
                        AUTH,
                        "MS-ERREF: NTSTATUS",
                        named(
                                "STATUS_ACCOUNT_LOCKED_OUT STATUS_ACCOUNT_DISABLED STATUS_PASSWORD_EXPIRED STATUS_PASSWORD_MUST_CHANGE")),
                never(
                        "hdfs.lease-lost",
                        CONCURRENCY_CONFLICT,
                        "HDFS: LeaseExpiredException, another writer has the file",
                        named("LeaseExpiredException").or(says("no lease on"))),
                auto("dask.comm", NETWORK, "Dask distributed: CommClosedError", named("CommClosedError")),
                afterFix(
                        "node.bad-port",
                        CONFIGURATION,
                        "Node.js: ERR_SOCKET_BAD_PORT",
                        says("err_socket_bad_port | port should be >= 0").or(named("ERR_SOCKET_BAD_PORT"))),
                afterFix(
                        "spring.containers",
                        CONFIGURATION,
                        "Spring for Apache Kafka: threads of the listener containers",
                        says("does the task executor have enough threads")),
                afterFix(
                        "redis.no-login",
                        AUTH,
                        "Redis: a client that did not authenticate",
                        says("unauthenticated multibulk length | unauthenticated bulk length")),
                never(
                        "temporal.over",
                        DATA_CORRUPTION,
                        "Temporal: NotFound, the execution is over",
                        says("workflow execution already completed | execution already completed")),
                auto("curl.text-network", NETWORK, CURL, says("""
                        server returned nothing no headers | failure when receiving data from the peer | failed sending data to the peer
                        transferred a partial file
                        """)),
                auto("curl.text-timeout", TIMEOUT, CURL, says("timeout was reached")),
                afterFix(
                        "curl.text-trust",
                        AUTH,
                        CURL,
                        says("ssl peer certificate or ssh | peer certificate cannot be authenticated")),
                afterFix(
                        "registry.no-repository",
                        CONFIGURATION,
                        "OCI Distribution: NAME_UNKNOWN",
                        says("repository name not known to registry")),
                afterFix(
                        "nats.account",
                        AUTH,
                        "NATS client and JetStream API errors",
                        says("account authentication revoked")),
                afterFix("nats.set-up", CONFIGURATION, "NATS client and JetStream API errors", says("""
                        clustering support required | secure connection not available | secure connection required | jetstream not in clustered mode
                        """)),
                auto(
                        "mongo.transaction-gone",
                        CONCURRENCY_CONFLICT,
                        "MongoDB error_codes.yml, TransientTransactionError",
                        named("""
                        NoSuchTransaction TransactionExceededLifetimeLimitSeconds
                        """)),
                auto(
                        "mongo.pool-expired",
                        NETWORK,
                        "MongoDB error_codes.yml: ConnectionPoolExpired",
                        named("ConnectionPoolExpired")),
                afterFix("beam.defect", LOGIC_ERROR, "Elixir: exceptions of a clause or a match", named("""
                        FunctionClauseError MatchError CaseClauseError WithClauseError CondClauseError UndefinedFunctionError BadArityError BadFunctionError
                        """)),
                auto(
                        "ecto.stale",
                        CONCURRENCY_CONFLICT,
                        "Ecto.StaleEntryError",
                        says("attempted to update a stale | attempted to delete a stale")),
                auto(
                        "ecto.queue",
                        RESOURCE_EXHAUSTED,
                        "DBConnection: queue_target",
                        says("dropped from queue after | request was dropped from queue")),
                never(
                        "ecto.nothing",
                        DATA_CORRUPTION,
                        "Ecto.NoResultsError",
                        named("Ecto.NoResultsError NoResultsError NoResultFound DoesNotExist")),
                afterFix(
                        "camel.no-consumer",
                        CONFIGURATION,
                        "Apache Camel: DirectConsumerNotAvailableException",
                        says("no consumers available on endpoint")),
                auto(
                        "nomad.no-room",
                        RESOURCE_EXHAUSTED,
                        "HashiCorp Nomad: placement failures",
                        says("dimension .. exhausted on | resources exhausted on # nodes")),
                afterFix(
                        "nomad.constraint",
                        CONFIGURATION,
                        "HashiCorp Nomad: placement failures",
                        says("constraint .. filtered # nodes")),
                never(
                        "disk.damaged",
                        DATA_CORRUPTION,
                        "Linux kernel log: ext4, XFS, Btrfs",
                        says("ext4-fs error | xfs .. corruption | btrfs critical | structure needs cleaning")),
                afterFix("pam.unknown", AUTH, "pam_unix(8)", says("check pass user unknown")),
                never(
                        "id.taken",
                        DATA_CORRUPTION,
                        "asynq, Temporal, Oban: an identifier of the task's own choice",
                        says("id conflicts with another | already started workflow")),
                auto(
                        "postgres.no-such-server-now",
                        SERVICE_UNAVAILABLE,
                        "pgjdbc: targetServerType",
                        says("find a server with specified targetservertype")),
                auto(
                        "hdfs.block-cut",
                        NETWORK,
                        "HDFS DataNode log: the other side ended",
                        says("received exception java.io.eofexception | received exception java.net.socketexception")),
                afterFix(
                        "n8n.credentials",
                        AUTH,
                        "n8n: node errors",
                        says("credentials not found | no credentials set")),
                afterFix(
                        "minio.targets",
                        CONFIGURATION,
                        "MinIO: API error codes",
                        named("XMinioAdminNotificationTargetsTestFailed")),
                auto(
                        "minio.heal",
                        CONCURRENCY_CONFLICT,
                        "MinIO: API error codes",
                        named("XMinioHealAlreadyRunning XMinioHealOverlappingPaths")),
                afterFix(
                        "file.denied-in-list",
                        AUTH,
                        "npm: EACCES",
                        says("err code eacces | error code eacces | code eperm")),
                afterFix(
                        "schema.named",
                        CONFIGURATION,
                        "Spark SQL, PHP: a name that is not there",
                        says("given input columns | class .. not found $ | no configuration setting found for key")
                                .and(says("timed out | connection").negate())));
    }
}
