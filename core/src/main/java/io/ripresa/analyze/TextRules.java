package io.ripresa.analyze;

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
import static io.ripresa.model.Category.RATE_LIMIT;
import static io.ripresa.model.Category.RESOURCE_EXHAUSTED;
import static io.ripresa.model.Category.SERVICE_UNAVAILABLE;
import static io.ripresa.model.Category.TIMEOUT;

import java.util.List;

/** Phrases that many systems share, for failures that carry no type, code or status that decides. */
final class TextRules {

    private static final String USAGE = "Wording shared by the message catalogues of many systems";

    /** Who speaks of how long to wait does not say that it has passed. */
    static final Condition TIMEOUT_AS_A_SETTING = says("""
            timeout must | timeout setting | timeout value | timeout option | timeout parameter | timeout field | timeout property
            set the .. timeout | invalid .. timeout | timeout is not | timeout invalid | negative timeout | timeout total
            get the .. timeout | get .. timeout | reset the .. timeout | reset .. timeout | unable to set | could not set .. timeout
            field timeout | field .. timeout | configured timeout | timeout before | change the timeout | with timeout
            timeout .. must be | timeout cannot be | timeout .. cannot be | timeout can not be | timeout should be | timeout .. should be at
            greater than .. timeout | larger than .. timeout | less than .. timeout | smaller than .. timeout | lower than .. timeout | cannot set timeout | negative duration | must less than | timeout .. is too big | timeout .. is too large | timeout .. is too small | timeout is too | timeouts must
            """);

    /** A failure of looking at a state, or of ending oneself, in the words of that state. */
    static final Condition SAYS_NOTHING_OF_STATE = says("""
            error shutting down | error while shutting down | errors shutting down | exception shutting down | failure shutting down
            cleanly shutting down | interrupted when shutting down | failed to check if | failed to check whether | unable to check if
            could not check if | checking if | failed to check node | failed to get all | provided to check
            """);

    private TextRules() {}

    /** Causes that only somebody's fix or another input removes; they go before the phrases of availability. */
    static List<Rule> permanent() {
        return List.of(
                afterFix("text.auth", AUTH, USAGE, says("""
                        authentication failed | authentication required | invalid credentials | bad credentials
                        maximum authentication attempts exceeded | access denied | access is denied | permission denied | token expired | token is expired
                        token has expired | jwt expired | invalid token | invalid access token | invalid signature
                        login failed | preauthentication failed | no_pubkey | invalidcredentials | login failure | not authorized | unauthorized access | is not authorized | insufficient permissions
                        insufficient privileges | insufficient permission | credentials have expired
                        credentials are expired | credentials expired | secret keys are expired | expired credentials
                        password has expired | invalid username or password | wrong password | incorrect password
                        account is locked | account has been disabled | account is disabled | account locked
                        clock skew | lifetime validation failed | signature verification failed | signature does not match
                        signature we calculated does not match | ^ unauthenticated | ^ unauthorized | ^ forbidden
                        not allowed to access | operation not permitted | session expired | session has expired
                        api key expired | invalid password | authorization failed | authentication error
                        access token is not valid | access token has expired | invalid refresh token | refresh token .. expired | key has been revoked
                        has been revoked | missing authorization | missing authentication | no credentials found | no credentials provided
                        forbidden by policy | forbidden by rule | request has expired | token is invalid | token is not valid
                        invalid authentication | could not authenticate | failed to authenticate | missing credentials | auth fail | 535 5 7 # | error authenticating
                        exception authenticating
                        """)),
                afterFix("text.config", CONFIGURATION, USAGE, says("""
                        could not resolve placeholder | no such file or directory | environment variable .. not set
                        environment variable .. is required | missing required configuration | is not configured
                        not configured properly | missing required environment | must be configured | is misconfigured
                        invalid configuration | configuration error | missing configuration | no configuration found
                        unknown configuration | failed to determine a suitable driver | failed to bind properties
                        failed to configure | handler was not found for | no handler found for | no bean named
                        no qualifying bean | bucket does not exist | queue does not exist | topic does not exist
                        unsupported version | incompatible version | unsupported protocol | unsupported frontend protocol
                        invalid bean definition | property .. is required | required property | unknown option
                        unrecognized option | unknown property | missing property | cannot find the path specified
                        the system cannot find the file | cannot find the file | invalid setting | net service name
                        no such container | no such service | no such host key | initialization failed | is sealed once started
                        configuration .. is invalid | invalid region | unknown region | path does not exist
                        file does not exist | directory does not exist | is not a recognized | public key retrieval is not allowed | protocol_version | no appropriate protocol
                        unconfigured table | only supports .. version | session not created this version | port is already allocated | is already in use by container | admission webhook .. denied | runasnonroot and image will run as root | does not look like a tls handshake | wrong version number | http request was sent to https | http request to an https | did not match any file | circular redirect | redirect loop | too many redirects | hit maximum amount | exceeded # redirects | blocked because of many connection errors | backend initialization required | no urls in mirrorlist | does not have a release file | required and not supplied | cannot re-use a name | overlaps with other one | migrations are pending | can t locate revision | failed to load applicationcontext | algorithm negotiation fail | no matching key exchange | no matching cipher | no matching host key | no matching mac | repository .. not found | unknown host key
                        must be set | must be null | is not installed | feature .. is not enabled | is disabled for
                        license .. expired | license has expired | not a valid executable | dependency .. not found
                        """)),
                never(
                        "text.data",
                        DATA_CORRUPTION,
                        USAGE,
                        says("""
                        invalid json | cannot identify image | cast to .. failed | did not find expected | is malformed | was malformed | malformed request | malformed json | malformed xml
                        malformed input | do not match the hashes | not json serializable | no rows in result set | token too long | parsing .. invalid syntax | param is missing | malformed data | malformed message | malformed url | malformed record | checksum mismatch | checksum failed | checksum error | crc mismatch
                        crc check failed | crc error | bad crc | sha256 checksum failed | digest mismatch | hash mismatch
                        hash sum mismatch | validation error | validation errors | validation failed | field required
                        payload too large | limit on max bytes | exceeded limit on | request entity too large | exceeds maximum size | exceeds the maximum
                        exceeds maximum allowed | exceeds the limit | not well-formed | can t decode byte | invalid start byte
                        codec can t | invalid utf-8 | invalid utf8 | invalid byte sequence | is corrupt | is corrupted
                        corrupt file | data corruption | corrupted data | truncated file | file is truncated
                        not a zip file | not in gzip format | invalid literal for | value is not a valid
                        is not a valid value | does not match format | failed to parse | could not parse | cannot parse
                        parse error | parsing error | unable to parse | cannot deserialize
                        failed to deserialize | deserialization failed | could not deserialize | unexpected token
                        unexpected end of json | invalid character | unexpected character | schema validation
                        invalid date | invalid email | invalid format | message too large | file too large
                        integrity check failed | invalid package | missing required field | missing required parameter
                        required field | is required $ | must not be null | must not be blank | must not be empty
                        already exists $ | no such element | unexpected end of file | magic number | bad magic
                        illegal character | unsupported media type | invalid input | invalid value | corrupt record
                        premature end of file | duplicate key | cannot unmarshal | couldn t find .. with | user unknown | 550 .. 5 1 # | 553 5 # #
                        recipient address rejected | no such user | unsupported image | cannot decode | failed to decode
                        invalid syntax for | out of acceptable range | larger than the max | eintegrity
                        specified multipart upload does not exist | could not decode | zip bomb | bad request
                        content is not allowed in prolog | cbs_e_invalid_package
                        """).and(status(429, 503).negate())),
                afterFix(
                        "text.defect",
                        LOGIC_ERROR,
                        USAGE,
                        says("""
                        illegal state | compilation failure | compilation failed | compilation error | cannot find symbol | invalid state transition | cannot satisfy a requirement | division by zero
                        divide by zero | null pointer | nullpointerexception | nullreferenceexception | unhandled exception
                        not implemented | unsupported operation | internal compiler error | ^ panic | assertion failed
                        called twice | cached plan must not change | function .. not defined | has already been called | must be called before | is null because
                        aren t specified | isn t specified | use after free
                        """)
                                // What went unhandled may have been an outage.
                                .and(
                                        says("timed out | connection refused | connection reset | service unavailable | temporarily unavailable | too many connections | deadlock")
                                                .negate())),
                afterFix(
                        "text.own-limit",
                        RESOURCE_EXHAUSTED,
                        USAGE,
                        says(
                                "exceeded .. memory limit | memory limit .. exceeded | memory limit exceeded | exceeded memory limit | out of system resources | memory exhausted | oom-kill | maxresultbuffer | killed process # | over its data quota | not enough quota is available | exit code is 137 | space quota | partition key reached maximum size | temp_file_limit | kill process .. score | out of memory")));
    }

    /** Availability. */
    static List<Rule> temporary() {
        return List.of(
                auto("text.rate", RATE_LIMIT, USAGE, says("""
                        rate limit exceeded | rate exceeded | too many requests | rate limited | request limit exceeded
                        reduce your request rate | was throttled | being throttled | being rate limited | rate limit reached
                        rate limiting exceeded | please slow down | requests per second exceeded | request rate is too high
                        request rate is large | exceeded the rate limit | rate limit hit | rate-limited | hit rate limit
                        hit the rate limit | over_query_limit | quota exceeded .. per second | throughput exceeded
                        flood control exceeded | request limit reached | quota will be reset | limit exceeded please try again | requests too frequent | flood_wait
                        """)),
                auto(
                        "text.timeout",
                        TIMEOUT,
                        "POSIX ETIMEDOUT; Go context.DeadlineExceeded; " + USAGE,
                        says("""
                        deadline exceeded | read timed out | request timed out | request timeout | connection timeout
                        connection timed out | etimedout | operation timed out | timed out after | timeout expired
                        i/o timeout | upstream request timeout | timed out waiting | timed out while | command timed out
                        timeout awaiting | timeout exceeded | timeout of # exceeded | timeout of #ms | operation has timed out
                        connection attempt timed out | has timed out | time limit exceeded | timed out $ | connect timeout
                        response timeout | timeout_exceeded | request canceled while waiting | request cancelled while waiting | read timeout | write timeout | socket timeout | gateway timeout | gateway time-out
                        wait timed out | client.timeout exceeded | no response from | did not properly respond
                        did not respond within | did not respond in time | exceeded timeout | timeout reached
                        timeout error | timeout while | timeout waiting | timeout after | took too long | ^ timeout $ | execution expired
                        within the timeout | could not finish .. within | within specified maximum | within the specified time | before the timeout | httpclient.timeout | elapsed before | exceeded deadline
                        heartbeat timeout | query timeout | failed to respond within | could not complete within
                        """)
                                // Who speaks of the setting does not say that it passed.
                                .and(TIMEOUT_AS_A_SETTING.negate())),
                auto("text.conflict", CONCURRENCY_CONFLICT, USAGE, says("""
                        concurrent update | concurrently modified | modified concurrently | concurrent modification | modified by another | updated by another
                        is being modified | resource is locked | record is locked | row is locked | currently locked | conflicting operation | write conflict
                        in progress by another | another instance is running | another process is | concurrent transaction
                        already in progress | version conflict | etag mismatch | update conflict | edit conflict
                        """)),
                auto(
                        "text.not-serving",
                        SERVICE_UNAVAILABLE,
                        USAGE,
                        says("""
                        too many 500 error responses | too many 502 error responses | too many 503 error responses | too many 504 error responses | readonly mode | service unavailable | temporarily unavailable | currently unavailable | service is unavailable
                        server is busy | server busy | server too busy | service busy | server is overloaded
                        system is overloaded | server overloaded | is overloaded | no healthy upstream | upstream connect error
                        bad gateway | no servers available | no available server | no server available | no available servers
                        internal server error | backend error | shutdown in progress | is shutting down | server is shutting down
                        shutting down | is starting up | is still starting | not initialized yet | not yet ready | not ready yet
                        under maintenance | in maintenance mode | scheduled maintenance | leader election | not the leader
                        no leader | not leader | leader changed | no such leader | lost leadership | is in recovery mode
                        temporary error | temporary failure | transient error | try again later | retry later
                        please try again in | is unavailable | not available at the moment | server is down | 421 4 # # | 450 4 # # | 451 4 # #
                        currently unable to handle | no cluster leader | says we are the leader but locally | host unavailable | service not available | cluster is not ready | no node available
                        node is down | node down | server is not ready | server not ready | server unavailable
                        worker unavailable | in error state | internal error please try again | read-only replica
                        is failing over | server is not running | service is starting
                        no brokers available | all brokers down | backend unavailable | unable to serve
                        server shutdown | instance is starting | unexpected server error | is temporarily
                        could not serve | service disruption | server is loading | replica lag
                        connection refused by server | out of capacity
                        """)
                                // Who fails while ending itself, or while looking, says nothing of the one it needs.
                                .and(SAYS_NOTHING_OF_STATE.negate())),
                auto("text.capacity", RESOURCE_EXHAUSTED, USAGE, says("""
                        insufficient capacity | no capacity | queue is full | queue full | resource exhausted
                        resources exhausted | no available slots | capacity exceeded | no free slots
                        not enough capacity | insufficient resources | pool is full | no buffer space available
                        too many concurrent | too many simultaneous | too many queued | too many parts # merges | too many queries | maximum concurrent | server is at capacity | at capacity
                        """)));
    }
}
