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
 * Addresses, keys and options that are wrong where the text tells of a connection, and refusals that the provider
 * documents as passing where the status says that the request is at fault.
 */
final class SetUpRules {

    private static final String URLS = "RFC 3986, Node.js, Go net/url, cURL, Requests: an address that cannot be one";

    /** No exchange, or the end of one: what follows tells whose fault it is. */
    private static final Condition NO_EXCHANGE = says("""
            unable to connect | could not connect | cannot connect | can t connect | failed to connect | connection refused | connection lost | connection closed
            closed the connection | unreachable | unable to reach | could not reach | cannot reach
            """);

    private SetUpRules() {}

    static List<Rule> all() {
        return List.of(
                afterFix("setup.address", CONFIGURATION, URLS, says("""
                        unabletoconnect on localhost | unabletoconnect on 127.0.0.1
                        servname not supported for ai_socktype | lookup no such host | failed to parse address | too many colons in address
                        urlopen error no host given | nonnumeric port | missing in host | unknown port $ | relative url without a base
                        no connection adapters were found | missing dependencies for socks support | check proxy url it is malformed
                        does not contain a valid hostname
                        httpsconnectionpool host your | httpconnectionpool host your | httpsconnectionpool host yourdomain | httpsconnectionpool host yourcompany
                        invalid scheme expected connection string | protocol https not supported expected http
                        """).or(named("""
                        LocationParseError requests.exceptions.InvalidProxyURL aiohttp.client_exceptions.InvalidURL http.client.InvalidURL
                        ERR_INVALID_PROTOCOL
                        """))),
                afterFix(
                        "setup.socket",
                        CONFIGURATION,
                        "Winsock WSAEADDRNOTAVAIL, WSAEAFNOSUPPORT; POSIX EAFNOSUPPORT: an address that this machine does not have",
                        says("""
                        requested address is not valid in its context | address incompatible with the requested protocol was used
                        protocol family unavailable | ^ port # is already in use | address family not supported by protocol
                        """)),
                afterFix(
                        "setup.socket-forbidden",
                        AUTH,
                        "Winsock WSAEACCES, POSIX EACCES of connect(2): forbidden on this machine",
                        says("access a socket in a way forbidden by its access permissions | ^ connect eacces")),
                afterFix(
                        "setup.buffers",
                        RESOURCE_EXHAUSTED,
                        "Winsock WSAENOBUFS: what the machine of the task has",
                        says("the system lacked sufficient buffer space")),
                afterFix(
                        "setup.mssql",
                        CONFIGURATION,
                        "SQL Server SNI errors 25, 28, 50, 56: the connection string is at fault",
                        says("""
                        connection string is not valid | specified localdb instance does not exist | local database runtime error occurred
                        connectionstring property has not been initialized | ora 28547 | server doesn t support requested protocol
                        """)),
                afterFix(
                        "setup.trust",
                        AUTH,
                        "RFC 5280 section 6: the chain does not end at an authority that is trusted",
                        says("""
                        issued by an authority that is not trusted | locally verify the issuer s authority | unable to get issuer certificate
                        alert certificate required | certificate_required | invalid peer certificate | sslcertverificationerror
                        nested asn1 error | unprotected private key file | fingerprint .. does not match for
                        """)),
                afterFix(
                        "setup.tls",
                        CONFIGURATION,
                        "RFC 8446 sections 5 and 6: the other side speaks another protocol, or with other means",
                        says("""
                        oversized record received with length | received fatal alert handshakefailure | tls unrecognized name | rsa premaster secret error
                        corrupt message of type invalidcontenttype | cannot determine the frame size or a corrupted frame
                        issue a starttls command first | no ssl enabled connection from this host is configured | private key does not match public key
                        credentials require transport level security | no transport security set | unable to establish http/2 connection
                        unexpected status line ssh | unable to negotiate key exchange
                        """)),
                afterFix(
                        "setup.log-in",
                        AUTH,
                        "java.net.HttpRetryException; client-go exec credentials; SAML 2.0 Core; AMQP 0-9-1: credentials were asked for",
                        says("""
                        cannot retry due to server authentication | cannot retry due to proxy authentication | tunnel failed got 407
                        getting credentials exec | issue time is either too old | authentication statement is too old | error auth failed on module
                        client password must be a string | handshake terminated by server 403 | your account has expired
                        protected branch update failed | no more authentication methods available | ^ authorization violation | unable to pull secrets or registry auth .. accessdenied * | unable to pull secrets .. accessdeniedexception
                        """)),
                afterFix(
                        "setup.log-in-behind",
                        AUTH,
                        "MongoDB Java driver: the cause stands in the view of the cluster",
                        says("mongosecurityexception exception authenticating")
                                .and(says("""
                        mongosocketreadtimeoutexception | mongosocketopenexception | mongosocketreadexception | connection reset | refused | timed out reading
                        """).negate())),
                afterFix(
                        "setup.refused-log-in",
                        AUTH,
                        "MQTT 3.1.1 section 3.2.2.3, RFC 4511 appendix A.2: the reason for the end is the log-in",
                        NO_EXCHANGE.and(says("""
                        bad user name or password | bad username or password | wrong user name or password | wrong username or password | wrong password
                        bad credentials | wrong credentials | incorrect password | incorrect username
                        """))),
                afterFix(
                        "setup.refused-version",
                        CONFIGURATION,
                        "MQTT 3.1.1 section 3.2.2.3, RFC 3986 section 3.2.2: the reason for the end is the version or the address",
                        NO_EXCHANGE.and(says("""
                        protocol version not supported | unsupported protocol version | unacceptable protocol version | client version is too old | client is too old
                        host name must not be | hostname must not be | host must not be empty | hostname is empty | host is empty | no url configured | no host configured
                        no endpoint configured | ssl is required | tls is required | unsupported cipher
                        """))),
                afterFix(
                        "setup.plan-limit",
                        RESOURCE_EXHAUSTED,
                        "What an account's plan allows is raised by its owner",
                        says("""
                        limit exceeded for your plan | limit exceeded for your current plan | limit exceeded for the current plan | limit reached for your plan
                        limit reached for your current plan | limit reached for the current plan | upgrade to continue
                        """)
                                .and(status(429).negate())
                                .and(says("per second | per minute | per hour | retry after | retry in | again in")
                                        .negate())),
                afterFix(
                        "setup.redirect",
                        CONFIGURATION,
                        "RFC 9110 section 15.4: redirections without an end, or to where the client may not go",
                        says("cannot retry due to redirection | 5 4 6 too many hops | redirected .. times aborting")),
                afterFix(
                        "setup.wiring",
                        CONFIGURATION,
                        "Spring Cloud, Undici, StackExchange.Redis, EF Core: parts that were not put together",
                        says("""
                        no upstream has been added to the | no feign client for loadbalancing defined | did you forget to include | http implementations were found on the classpath
                        jdbcurl is required with driverclassname | claims to not accept jdbcurl | no database provider has been configured for
                        unable to resolve service for type | not available unless admin mode is enabled | 5 3 5 system config error
                        """).or(named("UND_ERR_BPL_MISSING_UPSTREAM"))),
                afterFix(
                        "setup.tools",
                        CONFIGURATION,
                        "Maven, Docker, Helm, Terraform, systemd, rsync, GitLab Runner: what was asked for is not there",
                        says("""
                        failure to find .. was cached in the local repository | blocked mirror for repositories | cannot be used on this platform | has no deployed releases
                        inconsistent dependency lock file | unit .. is masked | error resolving template | error unknown module | pod predicate nodeaffinity failed
                        because you don t have any active runners | export .. cannot be deleted as it is in use
                        """)),
                afterFix(
                        "setup.azure",
                        CONFIGURATION,
                        "Azure Resource Manager, common deployment errors: ScopeLocked, SkuNotAvailable",
                        named("ScopeLocked SkuNotAvailable")
                                .or(says("scopelocked | skunotavailable | following scope s are locked"))),
                afterFix(
                        "setup.google-account",
                        CONFIGURATION,
                        "Google Cloud IAM: a member that is not there",
                        status(400).and(says("service account .. does not exist"))),
                afterFix(
                        "setup.storage-quota",
                        RESOURCE_EXHAUSTED,
                        "GitHub Actions artifacts, Gmail 5.4.5, Anthropic usage limits: what the account may use",
                        says("""
                        artifact storage quota has been hit | 5 4 5 daily .. limit exceeded | 5 4 5 daily .. quota exceeded
                        you have reached your specified api usage limits
                        """)),
                afterFix(
                        "setup.loop",
                        LOGIC_ERROR,
                        "AWS Lambda, RecursiveInvocationException: functions that call each other without end",
                        named("RecursiveInvocationException")),
                never(
                        "setup.changed-meanwhile",
                        CONCURRENCY_CONFLICT,
                        "Azure Blob Storage, LeaseIdMissing: somebody else has the object",
                        says("currently a lease on the blob | currently a lease on the container")),
                never(
                        "setup.sizes",
                        DATA_CORRUPTION,
                        "Undici, axios, Go, Kubernetes: what was sent or read is larger than allowed, or out of date",
                        says("""
                        headers overflow error | body larger than maxbodylength limit | continue parameter is too old | error unmarshalling request proto
                        grpc error unmarshalling | cannot publish over existing version | cannot publish over the previously published
                        input is not in the gzip format | filesystem layer verification failed | different checksum than expected | client calculated content hash
                        """)));
    }

    /** Passing, whatever the status says. */
    static List<Rule> passing() {
        return List.of(
                auto(
                        "passing.oauth",
                        SERVICE_UNAVAILABLE,
                        "RFC 6749 section 4.1.2.1: server_error and temporarily_unavailable stand for 500 and 503",
                        says("error temporarily_unavailable | ^ temporarily_unavailable | error server_error")
                                .and(status(400, 401, 403))),
                auto(
                        "passing.stripe-key-in-use",
                        CONCURRENCY_CONFLICT,
                        "Stripe API, idempotency_key_in_use: another request with the key is under way",
                        named("idempotency_key_in_use")
                                .or(says("idempotency_key_in_use | in-progress request using this idempotent key"))),
                auto(
                        "passing.replication",
                        SERVICE_UNAVAILABLE,
                        "Azure role-based access control, PrincipalNotFound: a new principal is not yet everywhere",
                        says(
                                "error might be related to a replication delay | due to a replication delay | because of replication delay")),
                auto(
                        "passing.not-ready",
                        SERVICE_UNAVAILABLE,
                        "Compute Engine API, resourceNotReady: an operation on the resource is not over",
                        named("resourceNotReady RESOURCE_NOT_READY")
                                .or(status(400).and(says("the resource .. is not ready | resourcenotready")))),
                auto(
                        "passing.deployment-active",
                        CONCURRENCY_CONFLICT,
                        "Azure Resource Manager, DeploymentActive: wait for the other deployment",
                        named("DeploymentActive DeploymentActiveAndUneditable")
                                .or(says("overwrite an existing deployment which is still active"))),
                auto(
                        "passing.state-not-there-yet",
                        SERVICE_UNAVAILABLE,
                        "Terraform S3 backend: the state of the run before is not yet to be read",
                        says("unusually long delays in s3 processing a previous state update")),
                auto(
                        "passing.hub-unreached",
                        NETWORK,
                        "Hugging Face Hub, LocalEntryNotFoundError: the hub was not reached",
                        named("LocalEntryNotFoundError")
                                .and(says("check your connection and try again | your internet connection is on"))),
                auto(
                        "passing.ci",
                        SERVICE_UNAVAILABLE,
                        "GitLab CI retry:when, CircleCI job states, Kubernetes taint manager: the platform's own failure",
                        says("^ infrastructure fail $").or(named("TaintManagerEviction"))),
                auto(
                        "passing.placement",
                        RESOURCE_EXHAUSTED,
                        "Amazon ECS, API failure reasons: RESOURCE:* of the container instances",
                        says(
                                "^ resource eni $ | ^ resource cpu $ | ^ resource memory $ | ^ resource gpu $ | ^ resource ports $")),
                auto(
                        "passing.instance-gone",
                        SERVICE_UNAVAILABLE,
                        "Databricks, cluster termination codes: the cloud took the machine",
                        says(
                                "instance_unreachable | cloud_provider_shutdown | driver_unreachable | driver node unreachable")),
                auto(
                        "passing.gateway-page",
                        SERVICE_UNAVAILABLE,
                        "RFC 9110 sections 15.6.3 to 15.6.5: the page of a gateway where data was to be parsed",
                        says("html | doctype html")
                                .and(
                                        says(
                                                "title 502 bad gateway | title 503 service | h1 502 bad gateway | h1 503 service"))),
                auto(
                        "passing.gateway-page-late",
                        TIMEOUT,
                        "RFC 9110 section 15.6.5: the page of a gateway where data was to be parsed",
                        says("title 504 gateway | h1 504 gateway")),
                auto(
                        "passing.mysql-hosts",
                        NETWORK,
                        "MySqlConnector, MySQL Connector/NET: no host of the list was reached",
                        says("unable to connect to any of the specified mysql hosts")
                                .and(says("localhost | 127.0.0.1 | access denied | certificate")
                                        .negate())),
                auto(
                        "passing.bulkhead",
                        RESOURCE_EXHAUSTED,
                        "MicroProfile Fault Tolerance, Vert.x: others of the process use what there is",
                        named("BulkheadException ConnectionPoolTooBusyException")),
                auto(
                        "passing.unwrapped-pool",
                        RESOURCE_EXHAUSTED,
                        "Rust sqlx, Error::PoolTimedOut as a panic tells it",
                        says("an err value pooltimedout")),
                auto(
                        "passing.unwrapped-time",
                        TIMEOUT,
                        "Rust reqwest and std::io::ErrorKind::TimedOut as a panic tells it",
                        says("an err value").and(says("source timedout | kind timedout"))),
                auto(
                        "passing.at-once",
                        RATE_LIMIT,
                        "Amazon DynamoDB, LimitExceededException: control-plane operations that run at once",
                        named("LimitExceededException")
                                .and(says("number of simultaneous | too many simultaneous | can run at once"))),
                auto(
                        "passing.written-elsewhere",
                        CONCURRENCY_CONFLICT,
                        "AWS IAM EntityTemporarilyUnmodifiable, DynamoDB ReplicatedWriteConflictException, Box name_temporarily_reserved",
                        named(
                                        "EntityTemporarilyUnmodifiable ReplicatedWriteConflictException name_temporarily_reserved")
                                .or(says("name_temporarily_reserved"))),
                auto(
                        "passing.rate-as-400",
                        RATE_LIMIT,
                        "WhatsApp Cloud API 130429 and 131056, Graph API 613: a throttle with status 400",
                        status(400).and(says("rate limit hit"))),
                auto(
                        "passing.calm",
                        RATE_LIMIT,
                        "RFC 9113 section 7: ENHANCE_YOUR_CALM",
                        says("nghttp2_enhance_your_calm")),
                auto(
                        "passing.greeting",
                        TIMEOUT,
                        "Nodemailer greetingTimeout, GitLab CI retry:when: the other side did not speak in time",
                        says("^ greeting never received | been a stuck_or_timeout_failure")),
                auto(
                        "passing.oracle-http",
                        NETWORK,
                        "Oracle UTL_HTTP, ORA-29273: the error beneath tells why",
                        says("http request failed")
                                .and(says("ora 12541 | ora 12535 | ora 12543 | ora 12537 | ora 29276"))),
                auto(
                        "passing.shard-state",
                        SERVICE_UNAVAILABLE,
                        "Elasticsearch, illegal_index_shard_state_exception: the shard recovers",
                        says("illegal_index_shard_state_exception")),
                auto(
                        "passing.host-of-service",
                        NETWORK,
                        "AWS SDK for Java 2, UnknownHostExceptionInterceptor",
                        says("received an unknownhostexception when attempting to interact")),
                auto(
                        "passing.invalid-connection",
                        NETWORK,
                        "Go database/sql drivers: ErrInvalidConn, the connection broke",
                        says("^ invalid connection $")),
                auto(
                        "passing.redis-watch",
                        CONCURRENCY_CONFLICT,
                        "go-redis TxFailedErr, QuickBooks 5010: the object was changed meanwhile",
                        says("redis transaction failed | ^ stale object error")));
    }
}
