package io.ripresa.analyze;

import static io.ripresa.analyze.Conditions.nameEnds;
import static io.ripresa.analyze.Conditions.named;
import static io.ripresa.analyze.Conditions.says;
import static io.ripresa.analyze.Conditions.sqlState;
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

import java.util.ArrayList;
import java.util.List;

/** What servers and their clients say in sentences of their own, where a general form would read them otherwise. */
final class ServerTextRules {

    private static final String MQTT = "MQTT 3.1.1, table 3.1: CONNACK return codes";
    private static final String RSYNC = "rsync(1), exit values";

    private ServerTextRules() {}

    static List<Rule> all() {
        List<Rule> rules = new ArrayList<>();
        rules.addAll(lasting());
        rules.addAll(passing());
        return rules;
    }

    private static List<Rule> lasting() {
        return List.of(
                auto(
                        "bitcoin.warm-up",
                        SERVICE_UNAVAILABLE,
                        "Bitcoin Core RPC error -28, RPC_IN_WARMUP",
                        says("loading block index | verifying blocks | rewinding blocks | rpc in warmup")),
                afterFix("mqtt.client-id", CONFIGURATION, MQTT + " 1, 2", says("""
                        connection refused identifier rejected | connection refused unacceptable protocol version
                        """)),
                afterFix(
                        "account.disabled",
                        AUTH,
                        "Keycloak, brute force detection; Duo: the account is shut, a re-run sends the same",
                        says("account is temporarily disabled | duo auth result deny | login request denied")),
                afterFix(
                        "jwt.not-yet",
                        AUTH,
                        "Spring Security, JwtTimestampValidator: clock skew",
                        says("jwt used before")),
                afterFix(
                        "flink.more-slots",
                        RESOURCE_EXHAUSTED,
                        "Apache Flink: the job asks for more slots than there are",
                        says("decrease the operator parallelism or increase the number of slots")),
                afterFix(
                        "posix.locks",
                        RESOURCE_EXHAUSTED,
                        "POSIX errno: ENOLCK, the file system has no locks to give",
                        named("ENOLCK").or(says("no locks available"))),
                afterFix(
                        "rsync.memory",
                        RESOURCE_EXHAUSTED,
                        RSYNC + " 22",
                        says("error allocating core memory buffers")),
                afterFix("rsync.max-delete", CONFIGURATION, RSYNC + " 25", says("max-delete limit stopped deletions")),
                afterFix(
                        "dask.own-memory",
                        RESOURCE_EXHAUSTED,
                        "Dask distributed, worker memory limits",
                        says("memory budget restarting | memory budget pausing | exceeded # memory budget")),
                never(
                        "fcm.device",
                        DATA_CORRUPTION,
                        "Firebase Cloud Messaging, error codes: INVALID_ARGUMENT",
                        says("""
                        registration token is not a valid | not a valid fcm registration token | registration-token-not-registered
                        """)),
                never(
                        "hdfs.metadata",
                        DATA_CORRUPTION,
                        "HDFS safe mode: blocks of a later generation, a person decides with forceExit",
                        says("generation stamps in future")),
                never(
                        "gcs.session-lost",
                        DATA_CORRUPTION,
                        "Google Cloud Storage, resumable uploads",
                        says("client side data loss detected")),
                never(
                        "index.contains",
                        DATA_CORRUPTION,
                        "SurrealDB: a unique index has the value",
                        says("index .. already contains")),
                never(
                        "lock.owner-lost",
                        CONCURRENCY_CONFLICT,
                        "Hazelcast, FencedLock: the lock went in the middle of the work",
                        nameEnds("LockOwnershipLostException").or(says("is not owner of the lock"))),
                never(
                        "container.fenced",
                        CONCURRENCY_CONFLICT,
                        "Spring for Apache Kafka, StopAfterFenceException: another instance has taken over",
                        nameEnds("StopAfterFenceException").or(says("stopping due to fencing"))),
                never(
                        "mybatis.too-many",
                        DATA_CORRUPTION,
                        "MyBatis, selectOne: more rows than one",
                        nameEnds("TooManyResultsException")),
                afterFix(
                        "amqp.no-vhost",
                        AUTH,
                        "AMQP 0-9-1, 403: the user has no rights in the virtual host",
                        says("no access to this vhost")),
                afterFix(
                        "amqp.channels-spent",
                        RESOURCE_EXHAUSTED,
                        "amqplib: the connection has no channel number left, the program leaks them",
                        says("no channels left to allocate | out of channels | channel id space exhausted")),
                afterFix(
                        "postgres.no-connections-to",
                        CONFIGURATION,
                        "PostgreSQL, pg_database.datallowconn",
                        says("is not currently accepting connections")),
                afterFix(
                        "cni.address",
                        CONFIGURATION,
                        "CNI plugins, bridge: the bridge is left over from another network",
                        says("already has an ip address different from")),
                afterFix(
                        "aws.no-role",
                        CONFIGURATION,
                        "Amazon EC2, IAM roles: the instance has none",
                        says("no iam roles attached | no iam role attached")),
                afterFix(
                        "harbor.quota",
                        RESOURCE_EXHAUSTED,
                        "Harbor, project quotas: the upper limit is raised by a person",
                        says("exceed the configured upper limit")),
                afterFix(
                        "postgres.certificate-file",
                        CONFIGURATION,
                        "lib/pq, libpq: the file that sslrootcert names",
                        says("parse pem from | couldn t parse pem | could not parse pem")),
                never(
                        "zfs.damaged",
                        DATA_CORRUPTION,
                        "OpenZFS messages, ZFS-8000-8A",
                        says(
                                "permanent errors have been detected | experienced an error resulting in data corruption")),
                afterFix(
                        "jdbc.class",
                        CONFIGURATION,
                        "JDBC: the driver is not on the class path",
                        says("jdbc-class not found | jdbc class not found | jdbc driver class not found")),
                never(
                        "commit.perhaps",
                        CONCURRENCY_CONFLICT,
                        "ActiveMQ Artemis, AMQ219030 and its like: the commit may have taken effect",
                        says(
                                "commit may have been successful | commit may have succeeded | may or may not have been committed")),
                never(
                        "archive.bomb",
                        DATA_CORRUPTION,
                        "SnakeYAML, maxAliasesForCollections; decompression guards: the input swells beyond all measure",
                        says("aliases for non-scalar nodes | max decompression ratio exceeded | decompression bomb")),
                afterFix(
                        "tls.another-name",
                        AUTH,
                        "RFC 6125: the certificate is for another name",
                        says(
                                "hostname does not match certificate | does not match the certificate | certificate does not match")),
                afterFix(
                        "set-up.missing",
                        CONFIGURATION,
                        "golang-migrate, memberlist, Flyway, Spring Boot: one side was not set up as the other",
                        says(
                                "dirty database version | is configured but remote | datasource missing | configured to listen on port .. failed")),
                afterFix(
                        "llm.wrong-use",
                        LOGIC_ERROR,
                        "Anthropic SDKs, long requests: the call must stream",
                        says("streaming is required for operations")),
                unknown(
                        "untold.many-causes",
                        "Open MPI, Kubernetes, Docker: the text names several causes and does not choose",
                        says(
                                "could be caused by a number of | may be caused by a number of | there are several possible causes")));
    }

    private static List<Rule> passing() {
        return List.of(
                auto(
                        "pool.checking-out",
                        RESOURCE_EXHAUSTED,
                        "MongoDB, Connection Monitoring and Pooling: WaitQueueTimeoutError",
                        named("WaitQueueTimeoutError MongoWaitQueueTimeoutError")
                                .or(says("while checking out a connection from"))),
                auto(
                        "zookeeper.throttled",
                        RATE_LIMIT,
                        "ZooKeeper, KeeperException.ThrottledOpException",
                        says("operation throttled | throttled due to high load")),
                auto(
                        "zookeeper.cut-off",
                        SERVICE_UNAVAILABLE,
                        "ZooKeeper, KeeperException.NotReadOnlyException: the server is cut off from the quorum",
                        says("state-changing request is passed to read-only server")),
                auto(
                        "neo4j.follower",
                        SERVICE_UNAVAILABLE,
                        "Neo4j, Neo.ClientError.Cluster.NotALeader: the leader has moved",
                        says("writes must pass through the leader")),
                auto(
                        "netty.acquire",
                        RESOURCE_EXHAUSTED,
                        "Netty, FixedChannelPool: the pool and its queue are full",
                        says("too many outstanding acquire operations")),
                auto(
                        "httpd.workers",
                        RESOURCE_EXHAUSTED,
                        "Apache HTTP Server, AH00161, AH00484, AH00485",
                        says("server reached maxrequestworkers | scoreboard is full")),
                auto(
                        "job.still-running",
                        CONCURRENCY_CONFLICT,
                        "APScheduler, db-scheduler, JobRunr: the run before, or another writer, is not done yet",
                        named("TaskInstanceCurrentlyExecutingException ConcurrentJobModificationException")
                                .or(
                                        says(
                                                "maximum number of running instances reached | task-instance that is currently executing"))),
                auto(
                        "parse.of-nothing",
                        TIMEOUT,
                        "Jackson, OkHttp: the answer could not be read because none came",
                        says(
                                "could not deserialize response detailed message timeout | failed to parse response timeout")),
                auto(
                        "httplib2.no-such-server",
                        NETWORK,
                        "httplib2, ServerNotFoundError: the name was not resolved",
                        named("ServerNotFoundError").or(says("unable to find the server at"))),
                auto(
                        "proxy.ended",
                        NETWORK,
                        "https-proxy-agent: the proxy hung up",
                        says("proxy connection ended before")),
                auto(
                        "lock.retries-spent",
                        CONCURRENCY_CONFLICT,
                        "Flyway, advisory lock: another migration has it",
                        says("retries exceeded while attempting to acquire")),
                auto(
                        "clickhouse.parts",
                        RESOURCE_EXHAUSTED,
                        "ClickHouse 252 TOO_MANY_PARTS: merges catch up",
                        says("too many parts #")),
                auto(
                        "azure.high-demand",
                        SERVICE_UNAVAILABLE,
                        "Azure Cosmos DB: the region is short of capacity",
                        says("currently experiencing high demand")),
                auto(
                        "nginx.limit",
                        RATE_LIMIT,
                        "nginx, ngx_http_limit_req_module",
                        says("limiting requests excess | delaying request excess | limiting connections by zone")),
                auto(
                        "braft.leader",
                        SERVICE_UNAVAILABLE,
                        "braft, JRaft: ERAFTTIMEDOUT, EBUSY while leadership moves",
                        says("is transferring leadership | majority of the group dies")),
                auto(
                        "tikv.not-bootstrapped",
                        SERVICE_UNAVAILABLE,
                        "PD error codes: ErrNotBootstrapped, stores are still starting",
                        says("cluster not bootstrapped")),
                auto(
                        "derby.index-rebuilt",
                        SERVICE_UNAVAILABLE,
                        "Apache Derby XCL20",
                        sqlState("XCL20").or(says("writes to table blocked until"))),
                auto(
                        "hsqldb.timeout",
                        TIMEOUT,
                        "HSQLDB 40502: a statement's time was over",
                        sqlState("40502").and(says("timeout"))),
                auto(
                        "mail.command-not-sent",
                        NETWORK,
                        "Jakarta Mail, SMTPTransport: the connection broke",
                        says("can t send command to smtp host | exception reading response")),
                auto(
                        "mysql.aborted",
                        NETWORK,
                        "MySQL, Communication Errors and Aborted Connections",
                        says("got an error reading communication packets | got an error writing communication packets"
                                + " | got timeout reading communication packets")),
                auto(
                        "etcd.transaction",
                        CONCURRENCY_CONFLICT,
                        "PD, badger, bbolt: an optimistic transaction lost",
                        says("transaction failed conflicted and rolled back | transaction conflict please retry"
                                + " | transaction conflict")));
    }
}
