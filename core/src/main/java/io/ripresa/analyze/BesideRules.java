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

/**
 * Reasons that are said beside a symptom: a connection that could not be made because of a password, a transfer that broke
 * off because the request was refused. The reason decides, whatever the symptom.
 */
final class BesideRules {

    private BesideRules() {}

    static List<Rule> all() {
        return List.of(
                afterFix(
                        "auth.beside-symptom",
                        AUTH,
                        "RFC 4959, RFC 5321 reply 535, SQLSTATE 28000: what was presented was refused",
                        says("""
                                incorrect username or password | incorrect user name or password | invalid username or password
                                wrong username or password | bad username or password | username and password not accepted
                                invalid user name or password | incorrect password | wrong password | authenticate failed
                                authentication credentials | invalid credentials | login authentication failed | bad certificate
                                badcertificate * | badcertificateenvironment | certificate has been revoked
                                """)
                                .and(
                                        says("timed out | timeout | connection refused | service unavailable | temporarily unavailable")
                                                .negate())),
                never(
                        "http.refused-beside-symptom",
                        DATA_CORRUPTION,
                        "RFC 9110 section 15.5: the request was refused, the broken transfer follows from it",
                        status(400, 411, 413, 414, 415, 417, 422, 431)
                                .and(says("rpc failed | hung up | unexpected disconnect | broken pipe | early eof"))),
                auto(
                        "aws.throttled-400",
                        RATE_LIMIT,
                        "AWS: throttling is answered 400 by many of its services",
                        status(400).and(says("""
                                rate exceeded | throttled | throttling | too many requests | request limit exceeded | request limit reached
                                throughput exceeds | slow down
                                """))),
                afterFix(
                        "quota.daily",
                        RESOURCE_EXHAUSTED,
                        "Google APIs: dailyLimitExceeded, quotaExceeded with 400 or 403",
                        status(400, 403)
                                .and(says("daily limit exceeded | dailylimitexceeded | message quota exceeded"))),
                auto(
                        "limit.of-a-time",
                        RATE_LIMIT,
                        "RFC 6585 section 4: so many in a given amount of time",
                        status(429)
                                .and(says(
                                        "given time frame | within a time frame | in a given time | per time window"))),
                auto(
                        "http-client.lease",
                        RESOURCE_EXHAUSTED,
                        "Apache HttpClient 5: no connection could be leased from the pool in time",
                        says("timeout deadline .. milliseconds actual | timeout deadline .. actual")),
                afterFix(
                        "auth.nothing-presented",
                        AUTH,
                        "PostgreSQL, SMTP: authentication was asked for and not given",
                        says(
                                "authentication but no password | no password was provided | relay access denied | relaying denied")),
                afterFix(
                        "tls.other-name",
                        AUTH,
                        "RFC 6125: the certificate is of another host",
                        says(
                                "server name validation failed | hostname .. does not match common name | does not match certificate subject")),
                afterFix(
                        "amqp.closed-by-itself",
                        LOGIC_ERROR,
                        "RabbitMQ Java client: the application closed it",
                        says("due to clean connection shutdown | due to clean channel shutdown")),
                never(
                        "s3.not-empty",
                        DATA_CORRUPTION,
                        "Amazon S3: BucketNotEmpty",
                        named("BucketNotEmpty").or(says("bucket you tried to delete is not empty"))),
                afterFix(
                        "net.no-host",
                        CONFIGURATION,
                        "Go net: an address without a host",
                        says("dial tcp missing address | unqualified host name")),
                auto(
                        "k8s.no-address",
                        RESOURCE_EXHAUSTED,
                        "CNI plugins: addresses come back when pods go",
                        says(
                                "failed to assign an ip address | no ip addresses available | no more ips available | no available ip | failed to allocate for range")),
                auto(
                        "k8s.node-lost",
                        SERVICE_UNAVAILABLE,
                        "Kubernetes: pods are made anew on other nodes",
                        says("node no longer exists | node is no longer available")),
                auto(
                        "net.closed-by-peer",
                        NETWORK,
                        "telnet, ssh: the other side closed the connection",
                        says(
                                "closed by foreign host | closed by remote host | closed by the remote | closed by peer | closed by the peer")),
                auto(
                        "tidb.passing",
                        SERVICE_UNAVAILABLE,
                        "TiDB error codes 8027, 9001, 9003, 9005: schema lease, placement driver, store busy, region",
                        says("""
                        information schema is out of date | pd server timeout | tikv server is busy | region is unavailable
                        tikv server timeout | resolve lock timeout
                        """)),
                auto(
                        "tidb.schema-changed",
                        CONCURRENCY_CONFLICT,
                        "TiDB error code 8028: another statement changed the schema",
                        says("information schema is changed")),
                auto(
                        "neo4j.lock",
                        CONCURRENCY_CONFLICT,
                        "Neo.TransientError.Transaction.DeadlockDetected",
                        says("forseticlient can t acquire | can t acquire exclusivelock | can t acquire sharedlock")),
                auto("cockroach.aborted", CONCURRENCY_CONFLICT, "CockroachDB: transaction retry errors", says("""
                        abort_reason_* | transactionabortederror * | transactionretrywithprotorefresherror * | transactionretryerror *
                        retry_write_too_old | retry_serializable | retry_commit_deadline_exceeded | readwithinuncertaintyinterval
                        """)),
                auto(
                        "clickhouse.server-memory",
                        RESOURCE_EXHAUSTED,
                        "ClickHouse: max_server_memory_usage is shared by all queries",
                        says("memory limit total exceeded")),
                auto(
                        "undici.timeout",
                        TIMEOUT,
                        "undici errors: UND_ERR_HEADERS_TIMEOUT, UND_ERR_BODY_TIMEOUT",
                        named("UND_ERR_HEADERS_TIMEOUT UND_ERR_BODY_TIMEOUT HeadersTimeoutError BodyTimeoutError")
                                .or(
                                        says(
                                                "und_err_headers_timeout | und_err_body_timeout | headers timeout error | body timeout error"))),
                auto(
                        "aiohttp.cut-off",
                        NETWORK,
                        "aiohttp: ClientPayloadError",
                        named("ClientPayloadError").or(says("response payload is not completed"))),
                auto(
                        "jenkins.channel",
                        NETWORK,
                        "Jenkins remoting: ChannelClosedException",
                        named("ChannelClosedException")
                                .or(says("backing channel .. disconnected | channel is closing down"))),
                auto(
                        "ruby-pg.connection",
                        NETWORK,
                        "ruby-pg: PG::ConnectionBad",
                        named("PG::ConnectionBad PG::UnableToSend")
                                .or(says("pg connectionbad | pg unabletosend"))
                                .and(
                                        says("authentication failed | does not exist | no pg_hba conf entry | starting up | shutting down | recovery mode | too many clients | connection slots | too many connections")
                                                .negate())),
                auto(
                        "hbase.region-moves",
                        SERVICE_UNAVAILABLE,
                        "HBase: NotServingRegionException, RegionTooBusyException, RegionMovedException",
                        named(
                                        "NotServingRegionException RegionTooBusyException RegionMovedException RegionOpeningException")
                                .or(
                                        says(
                                                "notservingregionexception # | notservingregionexception * | regiontoobusyexception *"))),
                auto(
                        "activemq.flow-control",
                        RESOURCE_EXHAUSTED,
                        "ActiveMQ producer flow control: consumers make room",
                        says("usage manager .. limit reached | stopping producer | pending message cursor .. is full")),
                auto(
                        "kinesis.rate",
                        RATE_LIMIT,
                        "Amazon Kinesis: LimitExceededException for calls per second",
                        says("rate exceeded for stream | rate exceeded for shard")),
                afterFix(
                        "rocm.invalid-function",
                        CONFIGURATION,
                        "HIP: hipErrorInvalidDeviceFunction",
                        says("invalid device function")),
                auto(
                        "hdfs.pipeline",
                        SERVICE_UNAVAILABLE,
                        "HDFS DFSClient: another datanode is taken",
                        says("bad datanode | error recovery for block | excluding datanode")),
                afterFix(
                        "container.own-memory",
                        RESOURCE_EXHAUSTED,
                        "OCI runtimes, kubelet: killed for its own limit",
                        says(
                                "was oom-killed | oom-killed | oomkilled | for exceeding memory limits | exceeded memory limits")),
                afterFix(
                        "query.own-memory",
                        RESOURCE_EXHAUSTED,
                        "TiDB tidb_mem_quota_query, ClickHouse max_memory_usage: limits of one query",
                        says(
                                "exceeding the allowed memory limit | memory quota for a single | memory limit for a single | memory limit for query exceeded")),
                afterFix(
                        "ad.bind",
                        AUTH,
                        "Active Directory: AcceptSecurityContext",
                        says("acceptsecuritycontext error")),
                afterFix(
                        "github.integration",
                        AUTH,
                        "GitHub REST: a token without the permission",
                        says(
                                "resource not accessible by integration | resource not accessible by personal access token")),
                never(
                        "stripe.idempotency",
                        DATA_CORRUPTION,
                        "Stripe: idempotency_error",
                        named("IdempotencyError idempotency_error")
                                .or(says("keys for idempotent requests can only be used"))),
                never(
                        "copy.missing-column",
                        DATA_CORRUPTION,
                        "PostgreSQL 22P04 bad_copy_file_format",
                        says("missing data for column | extra data after last expected column")),
                afterFix(
                        "cuda.no-kernel",
                        CONFIGURATION,
                        "CUDA: cudaErrorNoKernelImageForDevice, cudaErrorInsufficientDriver",
                        says("no kernel image is available | cuda driver version is insufficient")),
                auto("ftp.no-data-connection", NETWORK, "RFC 959 replies 425 and 426", says("""
                        can t open data connection | cannot open data connection | can t build data connection
                        data connection .. closed | data connection failed | connection closed transfer aborted
                        425 failed to establish connection
                        """)),
                auto(
                        "k8s.attach-volume",
                        SERVICE_UNAVAILABLE,
                        "Kubernetes attach-detach controller: it tries again by itself",
                        named("FailedAttachVolume").or(says("attachvolume attach failed | multi-attach error"))),
                auto(
                        "apt.mirror",
                        SERVICE_UNAVAILABLE,
                        "apt: the index of a mirror that is being updated",
                        says("hash sum mismatch | file has unexpected size | mirror sync in progress")),
                auto(
                        "model.loading",
                        SERVICE_UNAVAILABLE,
                        "Hugging Face Inference API: 503 with estimated_time",
                        says(
                                "is currently loading | model is loading | loading model | model is still loading | is warming up")),
                auto(
                        "ansible.wait",
                        TIMEOUT,
                        "Ansible: wait for a prompt or connection",
                        says("timeout .. waiting for privilege | timeout .. waiting for .. prompt")),
                auto(
                        "solr.no-leader",
                        SERVICE_UNAVAILABLE,
                        "Solr: the shard's leader is being elected",
                        says("no registered leader was found | leader .. was found after waiting | no active leader")));
    }
}
