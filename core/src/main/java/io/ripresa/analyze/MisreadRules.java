package io.ripresa.analyze;

import static io.ripresa.analyze.Conditions.anywhere;
import static io.ripresa.analyze.Conditions.nameEnds;
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
import static io.ripresa.model.Category.RATE_LIMIT;
import static io.ripresa.model.Category.RESOURCE_EXHAUSTED;
import static io.ripresa.model.Category.SERVICE_UNAVAILABLE;
import static io.ripresa.model.Category.TIMEOUT;

import java.util.List;

/**
 * What is told in the words of another cause: a relay that repeats its own trouble, a script that repeats the server's
 * answer, a token that is no credential, a log-in that merely took too long. These go before all others.
 */
final class MisreadRules {

    private static final String REDIS_SCRIPT =
            "Redis, Scripting with Lua: an error of a command is told as one of the script";
    private static final String CHILDREN =
            "Python concurrent.futures, joblib, pm2: how a process of the task's own ended is not told";
    private static final String POSITIONS =
            "Google Calendar sync tokens, Microsoft Graph delta, AWS pagination: a position in a list is input, no credential";

    private static final Condition IN_SCRIPT = says("error running script | user_script | error compiling script");

    private MisreadRules() {}

    static List<Rule> all() {
        return List.of(
                auto(
                        "relay.upstream",
                        SERVICE_UNAVAILABLE,
                        "Envoy, Access logging, response flags UF, UC, URX: the relay tells of its own connection",
                        says("upstream connect error or disconnect")
                                .and(
                                        says("wrong_version_number | certificate | certificate_verify_failed | tls error | tls_error")
                                                .negate())),
                afterFix(
                        "proxy.credentials",
                        AUTH,
                        "RFC 9110 section 15.5.8, whatever class carries it",
                        says("proxy authentication required")),
                afterFix(
                        "tls.other-protocol",
                        CONFIGURATION,
                        "OpenSSL SSL_R_WRONG_VERSION_NUMBER, RFC 8446 section 5.1: no TLS is spoken there",
                        says("wrong_version_number | openssl_internal wrong_version_number")),
                auto("redis.script-not-serving", SERVICE_UNAVAILABLE, REDIS_SCRIPT, IN_SCRIPT.and(says("""
                        readonly you can t write | masterdown * | clusterdown * | loading redis | noreplicas * | tryagain *
                        """))),
                auto(
                        "redis.script-memory",
                        RESOURCE_EXHAUSTED,
                        REDIS_SCRIPT,
                        IN_SCRIPT.and(says("oom command not allowed | misconf redis"))),
                unknown(
                        "systemd.start-limit",
                        "systemd.unit StartLimitBurst: it ended each time soon after its start, and why is not told",
                        says("start request repeated too quickly | start-limit-hit")),
                never("position.stale", DATA_CORRUPTION, POSITIONS, says("""
                        sync token .. expired | sync token .. no longer valid | sync token .. invalid | synctoken .. invalid | fullsyncrequired
                        full sync is required | page token .. expired | page token .. invalid | invalid page token | invalid pagetoken | page_token .. invalid
                        continuation token .. expired | continuation token .. invalid | invalid continuation token | invalid nexttoken
                        next token .. expired | nexttoken .. expired | nexttoken .. invalid | invalid next token | invalid_cursor | invalid pagination token
                        delta token .. expired | delta token .. invalid | deltalink .. expired | syncstatenotfound | resyncrequired
                        pagination token .. expired | pagination token .. invalid | scroll id .. expired | starting token .. invalid
                        """)),
                auto(
                        "auth.took-too-long",
                        TIMEOUT,
                        "PostgreSQL authentication_timeout, AMQP claims-based security: the exchange was not over in time",
                        says("""
                        authorization timeout | authorization timed out | authentication timed out | authentication timeout expired | authentication timeout
                        canceling authentication due to timeout | timed out during authentication | timeout during authentication
                        timeout while authenticating | timed out while authenticating | timed out waiting for authentication
                        cbs token timeout | cbs operation timed out | login timed out | login process timed out
                        """)
                                .or(named("LoginException").and(says("receive timed out | read timed out")))
                                .and(
                                        says("invalid | incorrect | denied | wrong | expired | password authentication failed")
                                                .negate())),
                afterFix(
                        "auth.no-log-in-service",
                        CONFIGURATION,
                        "RFC 4120, krb5.conf(5): the realm and its servers are a setting",
                        says("""
                        cannot locate kdc | cannot find kdc for realm | cannot locate default realm | unable to locate kdc
                        cannot contact any kdc for realm | no krb5 realm
                        """)),
                afterFix(
                        "auth.beneath",
                        AUTH,
                        "Java Authentication and Authorization Service: LoginException as the cause of another",
                        nameEnds("LoginException FailedLoginException CredentialNotFoundException")
                                .and(says("timed out | unreachable | refused | connection reset | kdc")
                                        .negate())),
                afterFix(
                        "auth.at-connecting",
                        AUTH,
                        "Oracle ORA-01017, PostgreSQL 28P01, MySQL 1045: the server refused the log-in",
                        says("""
                        logon denied | password authentication failed for user | access denied for user
                        """)),
                afterFix("auth.not-yet", AUTH, "RFC 7519 section 4.1.5: nbf, the clock of the issuer", says("""
                        token is not yet valid | token not yet valid | nbf is in the future | token used before issued | token is not valid yet
                        not yet valid nbf | before .. nbf | token not active yet | token not active | iat is in the future | issued in the future
                        """)),
                afterFix(
                        "pool.cannot-be-filled",
                        CONFIGURATION,
                        "HikariCP, Tomcat JDBC: the pool stays empty because no connection of it can be opened",
                        says("database .. does not exist | unknown database | no suitable driver | role .. does not exist")
                                .and(anywhere(
                                        says("connection is not available | pool empty | failed to initialize pool")))),
                afterFix(
                        "kafka.other-protocol",
                        CONFIGURATION,
                        "Apache Kafka, security.protocol: one side speaks SASL and the other does not",
                        says("""
                        unexpected kafka request of type | unexpected handshake request | illegalsaslstateexception | illegal sasl state
                        unexpected request of type .. sasl | sasl mechanism .. not enabled | unsupported sasl mechanism
                        """)),
                afterFix(
                        "connection.unknown-key",
                        CONFIGURATION,
                        "Npgsql, SqlClient, libpq, mysql2: keywords of a connection string",
                        says("""
                        keyword not supported | couldn t set * parameter | invalid connection option | format of the initialization string
                        unknown connection parameter | unknown connection option | unsupported connection option | invalid uri query parameter
                        invalid dsn | missing in connection info string | unrecognized connection option | invalid connection parameter
                        no driver found for | no suitable driver | unknown driver | invalid connection url
                        """)),
                auto(
                        "cosmos.gone",
                        SERVICE_UNAVAILABLE,
                        "Azure Cosmos DB, GoneException: the replica has moved, the client looks it up anew",
                        named("GoneException")
                                .and(says("no longer available at the server | transport | partition | replica"))),
                auto(
                        "kafka.no-broker-alive",
                        SERVICE_UNAVAILABLE,
                        "Apache Kafka, CreateTopics: brokers that are alive are counted",
                        says("available brokers 0 | alive brokers 0 | available brokers: 0")),
                unknown(
                        "k8s.killed-untold",
                        "Kubernetes, container state terminated: 137 with a reason other than OOMKilled",
                        says("reason error exit code 137")),
                unknown(
                        "aws.head-not-found",
                        "Amazon S3 HeadObject: an answer without a body, 404 alone",
                        says("error occurred 404")),
                unknown("process.worker-gone", CHILDREN, says("read persistent work response")),
                afterFix(
                        "npm.publish-unknown",
                        AUTH,
                        "npm-publish(1): the registry hides from strangers what it has",
                        says("not found put http | not found put https | 404 not found put")
                                .and(status(404))),
                afterFix(
                        "memory.own-heap",
                        RESOURCE_EXHAUSTED,
                        "MSVC C1060, GCC, Slurm, LSF: memory of the task's own",
                        says("""
                        out of heap space | compiler is out of | oom-kill event | term_memlimit | killed signal terminated program
                        virtual memory exhausted | heap exhausted | heap limit allocation failed | exceeded job memory limit
                        exceeded step memory limit | waitpid returned 9 | waitpid returned .. signal 9 | cgroup out-of-memory handler | job exceeded memory limit
                        """)),
                auto(
                        "smtp.connections",
                        RESOURCE_EXHAUSTED,
                        "RFC 3463 X.4.5 and X.3.2: connections of others end",
                        says("""
                        421 .. too many connections | 421 .. too many concurrent | 421 .. too many sessions | 4 7 0 too many connections
                        4 3 2 too many | 452 4 3 1 | 431 4 3 1
                        """)),
                auto("smtp.rate", RATE_LIMIT, "Gmail and Yahoo SMTP error codes: 421 and 4.7.28, TSS04", says("""
                        unusual rate of | temporarily rate limited | due to unexpected volume | 421 .. rate limit | 450 .. rate limit | 451 .. rate limit
                        421 .. too many messages | 450 .. too many messages | 452 .. too many messages | 452 too many emails | 450 .. too much mail
                        4 7 28 * | sending rate exceeded | 454 .. maximum sending rate
                        """)),
                auto(
                        "smtp.asked-again",
                        SERVICE_UNAVAILABLE,
                        "RFC 5321 section 4.2.1: 4yz, also where an address was refused",
                        says("""
                        450 .. unverified address | 450 .. recipient address rejected | 451 .. recipient address rejected | 450 .. address verification
                        450 .. greylist * | 451 .. greylist * | greylisted * | greylisting * | 450 b 4 1 1 | 450 4 1 1 | 450 4 2 0
                        """)),
                afterFix(
                        "run.other-version",
                        CONFIGURATION,
                        ".NET MissingMemberException: what was compiled against is not what is there",
                        named("MissingMethodException MissingFieldException MissingMemberException")
                                .and(says("method not found | field not found | member not found | entry point"))),
                afterFix(
                        "key.not-usable",
                        AUTH,
                        "AWS KMS: the key is not there for this caller",
                        says("ciphertext refers to a .. key that does not exist | kms key .. is not accessible | customer master key .. disabled")
                                .or(named("KMS.DisabledException KMS.NotFoundException KMSDisabledException"))),
                never(
                        "resource.there-already",
                        DATA_CORRUPTION,
                        "Amazon DynamoDB, Kinesis, EKS: ResourceInUseException where something of the name exists",
                        named("ResourceInUseException ResourceConflictException")
                                .and(says("already exists | already exist"))),
                afterFix(
                        "aws.no-such-id",
                        CONFIGURATION,
                        "Amazon EC2 API, error codes: Invalid….NotFound of what a setting names",
                        named("""
                        InvalidAMIID.NotFound InvalidKeyPair.NotFound InvalidGroup.NotFound InvalidSecurityGroupID.NotFound InvalidSubnetID.NotFound
                        InvalidVpcID.NotFound InvalidSnapshot.NotFound InvalidVolume.NotFound InvalidLaunchTemplateId.NotFound InvalidZone.NotFound
                        InvalidLaunchTemplateName.NotFoundException InvalidPlacementGroup.Unknown InvalidAllocationID.NotFound InvalidAMIName.NotFound
                        InvalidAddress.NotFound InvalidHostId.NotFound InvalidCustomerGateway.NotFound InvalidPrefixListID.NotFound
                        """)),
                afterFix(
                        "lock.own-thread",
                        LOGIC_ERROR,
                        "Ruby Thread::Mutex, POSIX EDEADLK: the thread waits for itself",
                        says(
                                "lock already owned by the current thread | lock is already held by the current thread | deadlock recursive locking | already locked by this thread")),
                afterFix(
                        "lock.as-root",
                        AUTH,
                        "dpkg(1): the lock belongs to the superuser",
                        says(
                                "are you root | must be run as root | you need to be root | requires root | must be root | you must be superuser")),
                afterFix(
                        "dependency.version",
                        CONFIGURATION,
                        "pip, npm, Bundler: versions that do not go together",
                        says("""
                        version conflict dependency | but # is installed | which is not installed | which is incompatible | requires .. but you have
                        requires .. but .. installed | has requirement .. but you | conflicting versions | incompatible peer
                        """)),
                auto(
                        "stream.expected-version",
                        CONCURRENCY_CONFLICT,
                        "EventStoreDB, Marten: optimistic concurrency of a stream",
                        named(
                                        "WrongExpectedVersion WrongExpectedVersionException EventStreamUnexpectedMaxEventIdException")
                                .or(says("""
                                wrongexpectedversion * | wrong expected version | optimistic concurrency check failed | optimistic concurrency failure
                                expected version # but stream is at | expected version # actual version | expected version .. but current version
                                """))),
                auto(
                        "http.403-rate",
                        RATE_LIMIT,
                        "GitHub, Google, Shopify: a throttle that is answered 403",
                        status(403).and(says("too many requests | slow down | throttled | throttling"))),
                auto(
                        "http.400-concurrent",
                        CONCURRENCY_CONFLICT,
                        "BigQuery: aborted by another writer, answered 400",
                        status(400).and(says("""
                        due to concurrent update | could not serialize access | aborted due to concurrent | concurrent modification
                        """))),
                auto(
                        "http.too-many-inside",
                        RATE_LIMIT,
                        "urllib3: the answers of its last tries",
                        says("too many 429 error responses")),
                auto(
                        "webhook.called-too-long",
                        TIMEOUT,
                        "Kubernetes admission control: the webhook did not answer",
                        says("failed calling webhook .. deadline exceeded | failed calling webhook")
                                .and(says("deadline exceeded"))),
                afterFix(
                        "webhook.not-there",
                        CONFIGURATION,
                        "Kubernetes admission control: the service of the webhook is not there",
                        says("failed calling webhook").and(says("service * not found | service .. not found"))),
                auto(
                        "k8s.deleted-soon",
                        CONCURRENCY_CONFLICT,
                        "Kubernetes API conventions: an object of the name is going away",
                        says("object is being deleted")),
                afterFix(
                        "k8s.namespace-ends",
                        CONFIGURATION,
                        "Kubernetes: a namespace that is going away takes nothing new",
                        says("because it is being terminated")),
                afterFix(
                        "posix.semaphores",
                        RESOURCE_EXHAUSTED,
                        "sem_open(3), inotify_add_watch(2): ENOSPC that is no disk",
                        says(
                                "sem_open .. no space | watch enospc | semop .. no space | system limit for number of file watchers | inotify .. no space | no space left on device .. inotify | add_watch .. no space | cannot watch .. no space")),
                never(
                        "git.broken-reference",
                        DATA_CORRUPTION,
                        "git-update-ref(1): the reference itself is damaged",
                        says("reference broken | bad object refs | broken ref")),
                auto(
                        "http.409-update",
                        CONCURRENCY_CONFLICT,
                        "MediaWiki, Cosmos DB: 409 where another writer was faster",
                        status(409)
                                .and(says("edit conflict | write conflict | version conflict | conflicting update"))),
                afterFix(
                        "limit.of-a-month",
                        RESOURCE_EXHAUSTED,
                        "Price lists: calls that are bought by the month",
                        says("""
                        calls / month | calls month | requests month | requests / month | per month | calls per month | a month limit | monthly call limit
                        """).and(says("per minute | per second").negate())));
    }

    /** A process of the task's own that ended, where the text does not go on to say why. */
    static List<Rule> late() {
        return List.of(unknown(
                "process.child-ended",
                CHILDREN,
                says("""
                        worker process died | worker died unexpectedly | worker process exited | worker exited unexpectedly | worker process terminated
                        process pool was terminated | worker process managed by the executor | child process died
                        child process exited | child exited unexpectedly | subprocess died | workers died unexpectedly | process exited unexpectedly
                        process was terminated unexpectedly | prematurely signal 15 | worker .. quit unexpectedly | worker terminated unexpectedly
                        worker was terminated unexpectedly | process died unexpectedly | process terminated unexpectedly
                        """)
                        .or(named("BrokenProcessPool BrokenExecutor TerminatedWorkerError"))
                        .and(says("""
                        segmentation fault | core dumped | signal 9 | sigkill | signal 11 | out of memory | undefined method | no module
                        work-horse | not found | denied
                        """).negate())));
    }
}
