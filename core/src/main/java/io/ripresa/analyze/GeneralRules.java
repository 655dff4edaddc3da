package io.ripresa.analyze;

import static io.ripresa.analyze.Conditions.nameSays;
import static io.ripresa.analyze.Conditions.named;
import static io.ripresa.analyze.Conditions.says;
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

/**
 * The last rules: sentence forms in which programs of any kind say what kind of thing went wrong, and the words that
 * exception classes are made of. They decide only what nothing more precise has decided.
 */
final class GeneralRules {

    private static final String FORMS = "Sentence forms of error messages in general";
    private static final String NAMES = "Naming conventions of exception classes and error codes";

    private GeneralRules() {}

    /** A class name that says what no text did. */
    static List<Rule> names() {
        return List.of(
                afterFix(
                        "name.illegal",
                        LOGIC_ERROR,
                        NAMES,
                        nameSays("illegal | incorrect result | misuse | wrong usage")),
                afterFix("name.auth", AUTH, NAMES, nameSays("""
                        authentication | unauthorized | forbidden | access denied | permission denied | not authorized
                        unauthenticated | credentials | credential | certificate | invalid auth | not authed | account inactive | invalid session | session expired | invalid token | token expired
                        authorization | security token | bad credentials | login failed | auth failed
                        insufficient privileges | expired token | invalid signature | auth error | not permitted
                        """)),
                auto("name.rate", RATE_LIMIT, NAMES, nameSays("""
                        rate limit | rate limited | ratelimited | throttl | throttling | throttled | too many requests | slow down
                        rate exceeded | ratelimit | flood wait | request limit | rate limiter
                        """)),
                auto("name.conflict", CONCURRENCY_CONFLICT, NAMES, nameSays("""
                        cas mismatch | lock failed | lock timeout | lock acquisition | deadlock | serialization failure | write conflict
                        optimistic lock | optimistic locking | pessimistic lock | stale object | concurrent update
                        could not lock | cannot lock | unable to lock | lock conflict | version conflict | transaction conflict | record locked | resource locked | file locked | state locked | row locked | table locked
                        object locked | database locked | index locked | job locked | task locked | key locked | entity locked | document locked
                        concurrency | resource in use | already locked | lock not available | in progress
                        """)),
                auto("name.resource", RESOURCE_EXHAUSTED, NAMES, nameSays("""
                        no resource available | pool exhausted | queue full | no space left | disk full | bulkhead full
                        too many connections | capacity exceeded | resource exhausted | out of resources | pool timeout
                        insufficient capacity | storage full | no free | out of cpu | out of disk | buffer full
                        insufficient resources | outofmemory | outofcpu | outofpods | queue is full
                        """)),
                afterFix("name.quota", RESOURCE_EXHAUSTED, NAMES, nameSays("""
                        quota exceeded | limit exceeded | out of memory | memory limit | budget exceeded | quota
                        too many open files | payment required | billing
                        """)),
                auto("name.unavailable", SERVICE_UNAVAILABLE, NAMES, nameSays("""
                        unavailable | service not available | not ready | overloaded | server busy | temporarily unavailable
                        not leader | no leader | not primary | not running | not serving | shutting down | shutdown
                        internal server error | bad gateway | maintenance | starting up
                        server too busy | is busy | no node | no nodes | no host | node closed | not active | not member | member left | server stopped
                        service failure | internal failure | try again | circuit breaker | circuit open | node lost
                        """)),
                afterFix("name.config", CONFIGURATION, NAMES, nameSays("""
                        configuration | config | misconfigured | unsupported | not supported | not implemented | not configured
                        missing property | unknown host key | not found | no such | missing property | missing setting | unknown property | not installed
                        incompatible | not registered | disallowed | not allowed | version mismatch | undefined | does not exist | unresolvable | not enabled
                        """)),
                never("name.data", DATA_CORRUPTION, NAMES, nameSays("""
                        missing | empty data | no data | encode | unidentified | validation | invalid | malformed | corrupt | corrupted | parse | parsing | parser | decode | decoding
                        encoding | checksum | too large | too long | constraint | duplicate | already exists | format
                        deserialization | serialization | unprocessable | bad request | integrity | truncated | schema
                        unexpected token | out of range | mismatch | bad data | decoder
                        """)),
                afterFix("name.defect", LOGIC_ERROR, NAMES, nameSays("""
                        illegal state | illegal argument | null pointer | null reference | index out | assertion | type error
                        invalid operation | not implemented | invalid cast | unsupported operation | undefined method
                        """)),
                auto(
                        "name.timeout",
                        TIMEOUT,
                        NAMES,
                        nameSays("timeout | timed out | time out | deadline exceeded | deadline")
                                .and(nameSays("timeout state | timeout format | timeout config")
                                        .negate())),
                auto(
                        "name.network",
                        NETWORK,
                        NAMES,
                        nameSays("""
                        connection failed | connection reset | connection refused | connection lost | connection closed
                        connection error | connect error | connect failed | network error | unreachable | socket error
                        connection aborted | broken pipe | transport error | name resolution | hang up | lost connection
                        connection dropped | network failure | disconnected | channel closed | session closed
                        """)
                                .and(nameSays("insecure").negate())
                                // .NET: a branch that cannot be reached was.
                                .and(named("UnreachableException").negate())));
    }

    /** Causes that a re-run alone does not remove. */
    static List<Rule> lasting() {
        return List.of(
                afterFix("form.auth", AUTH, FORMS, says("""
                        not enough rights | supplied username | supplied credentials | not allowed without authentication | no rights to | does not have permission | do not have permission
                        don t have permission | doesn t have permission | requires permission | lacks permission
                        is not permitted to | not permitted to | not allowed to perform | is not allowed to
                        have no permission | no permission to | permission .. required | missing permission | missing permissions
                        without permission | has no access to | have access to | don t have access | doesn t have access
                        access forbidden | access to .. denied | access to .. forbidden | was denied access | denied access
                        authorization failed | failed authorization | could not authorize | failed to authorize
                        cannot authenticate | can t authenticate | unable to authenticate | failed to login | could not log in
                        login failed | failed to log in | failed login | cannot log in | login incorrect | logon failed
                        token .. expired | token .. invalid | token .. revoked | expired token | bad token | invalid bearer
                        key .. expired | key is not valid | key .. revoked | key is disabled | secret .. expired
                        credentials .. invalid | credentials .. expired | credentials are required | wrong credentials
                        incorrect credentials | invalid session id | invalid session | invalid login | invalid user | unknown user | user .. not found | user .. does not exist
                        password .. incorrect | password .. wrong | password .. expired | account .. locked | account .. disabled
                        account .. suspended | account .. deactivated | sign in | session is invalid | not logged in
                        cert has expired | cert expired | expired ticket | ticket expired | certificate .. expired | certificate .. revoked | certificate .. not trusted | certificate .. invalid
                        certificate .. mismatch | command is not allowed | operation not allowed | not entitled | is not subscribed
                        rejected .. public key | rejected .. api key | rejected .. ssh key | issuer .. match | signature mismatch | signature .. invalid | invalid hmac | authentication .. failed | authentication failure
                        handshake .. bad certificate | peer .. not authenticated | not authenticated | must be authenticated | is unauthorized | unauthorized $
                        requires authentication | authentication is required | authorization required | requires login
                        insufficient scope | insufficient rights | insufficient access | access not granted | blocked by policy
                        denied by policy | violates policy | organization policy | security policy | forbidden *
                        """)),
                never("form.too-large", DATA_CORRUPTION, FORMS, says("""
                        is too large | are too large | too large $ | is too long | string too long | too big | larger than .. allowed | longer than .. allowed
                        larger than .. maximum | greater than .. maximum | exceeds .. maximum | exceeds .. limit | exceeded .. maximum size
                        size exceeds | length exceeds | exceeds .. size | over the size limit | too many parameters | too many fields
                        maximum .. size .. exceeded | max .. size .. exceeded | entity too large | body too large | greater than the allowed
                        """)),
                never("form.data", DATA_CORRUPTION, FORMS, says("""
                        invalid value | invalid parameter | invalid argument | invalid request | invalid format | invalid data
                        invalid message | invalid payload | invalid header | invalid field | invalid type | invalid number | invalid date
                        invalid json | invalid xml | invalid encoding | invalid length | invalid character | invalid response format
                        invalid file | invalid input | invalid identifier | invalid id | invalid token in | invalid attribute
                        not a valid | is not valid | is invalid | are invalid | was invalid | was not valid | isn t valid
                        failed validation | validation .. failed | did not pass validation | does not match .. schema | schema .. violation
                        could not be parsed | cannot be parsed | failed parsing | error parsing | parse failure | parse error | not parse
                        could not read json | error reading json | json .. error | yaml .. error | xml .. error | malformed *
                        cannot convert | could not convert | cannot be converted | failed to convert | conversion failed | cannot cast
                        cannot be decoded | could not be decoded | decode failed | decoding failed | encoding error | decoding error
                        unable to decode | unable to deserialize | cannot decode | unmarshal * | deserialize * | failed to unmarshal
                        checksum .. incorrect | checksum .. mismatch | checksum .. match | checksum .. failed | bad checksum | wrong checksum
                        hash .. mismatch | digest .. mismatch | signature of file | corrupted * | corrupt * | corruption * | truncated * | damaged *
                        unexpected end of | premature end of | end of input | incomplete data | bad format | wrong format | format error
                        unexpected format | unrecognized format | unknown format | unsupported format | bad data | bad record | bad value
                        duplicate .. key | already exists | already exist | has already been taken | must be unique | not unique
                        violates .. constraint | constraint .. failed | constraint .. violated | foreign key | violation of
                        cannot be null | must not be empty | may not be null | cannot be empty | cannot be blank | can t be blank
                        is mandatory | field is missing | missing .. field | missing .. parameter | missing .. argument | no value for
                        out of range | must be between | must be greater | must be less | must be at least | must be one of
                        number format | not a number | division result | does not conform | content filter | content policy
                        """)),
                afterFix("form.raise", RESOURCE_EXHAUSTED, FORMS, says("""
                        increase this .. and try | increase the value of | please increase | try increasing | consider increasing
                        select a different | choose another | choose a different | use a different | try a different | try another
                        needs to be increased | should be increased | increase the limit | raise the limit | increase your
                        """)),
                afterFix("form.config", CONFIGURATION, FORMS, says("""
                        this operation requires | configure .. and | is not supported | are not supported | isn t supported | not supported by | not supported in | not supported for
                        not supported on | not supported $ | no longer supported | does not support | doesn t support | unsupported *
                        does not exist | doesn t exist | do not exist | not exist | no such | could not find | cannot find | can t find
                        couldn t find | unable to find | unable to locate | could not locate | cannot locate | failed to find
                        not be found | was not found | is not found | were not found | not found in | not found for | not found on
                        is not registered | not registered | not installed | is not defined | is not declared | is undefined
                        is not set | not set | must be set | must be specified | must be defined | must be provided | must be configured
                        must specify | need to specify | is not specified | not specified | no .. specified | no .. configured
                        not configured | misconfigured * | configured incorrectly | incorrect configuration | incorrectly configured
                        bad configuration | configuration .. missing | missing configuration | check your configuration | check the configuration
                        wrong configuration | in the configuration | configuration file | config file | configuration property
                        environment variable | is disabled | not enabled | is not enabled | has been disabled | has not been enabled
                        not equivalent | inequivalent * | version .. incompatible | incompatible with | is not compatible | not compatible
                        requires version | version .. required | wrong version | version mismatch | mismatched version | older version
                        could not be instantiated | cannot be instantiated | unable to instantiate | could not instantiate
                        failed to instantiate | could not load | unable to load | failed to load | cannot load | could not be loaded
                        no provider | no implementation | no driver | no handler | no route matches | unknown command | unknown option
                        unknown parameter | unknown argument | unknown field | unknown type | unknown topic | unknown queue | unknown exchange
                        unknown service | unknown model | unknown database | unknown host | unrecognized * | unknown setting
                        has been removed | has been deleted | was removed | has been deprecated | is deprecated | end of life
                        invalid option | invalid flag | invalid config | invalid setting | invalid url | invalid endpoint | invalid hostname
                        not allowed see | connections to this server are not allowed | not allowed by configuration | not allowed in
                        qualify my own domain name | disabled by .. configuration | not accepted by your .. configuration | noclassdeffounderror * | classnotfoundexception * | nosuchmethoderror * | placeholder * | classpath * | class path | module not found | package not found | dependency .. missing
                        """)),
                afterFix(
                        "form.defect",
                        LOGIC_ERROR,
                        FORMS,
                        says("""
                        must be a value | takes one | takes two | takes three | doesn t take | not yet implemented | has been closed because
                        illegal * | is not updateable | cannot be updated | not updatable | may not be used in | not be used in | before it is
                        is null | was null | is nil | nil value | null value | undefined is not | of undefined | of null | of none
                        cannot invoke | cannot call | can t call | cannot access | is not callable | has no attribute | has no member
                        not positioned | before start | has been closed because | is already closed | already been closed | is closed
                        was closed | after close | been disposed | already been disposed | already started | not started | not open
                        not been initialized | was not initialized | is not initialized | not initialised | already initialized
                        already in progress in this | must not be called | should not be called | can only be called | cannot be called
                        called before | called after | called from | called outside | in the middle of | while .. transaction is active
                        not allowed while | not allowed during | not allowed here | not allowed within | not allowed inside | not allowed outside | illegal call | illegal use
                        illegal argument | illegal operation | invalid operation | invalid state | unexpected state | wrong state | bad state
                        not implemented | unimplemented * | should never happen | should not happen | this is a bug | please report
                        internal inconsistency | assertion * | invariant * | unreachable code | unreachable statement | unreachable state | unreachable branch | entered unreachable | unexpected null | type mismatch | wrong type
                        expected .. but got | expected .. got | takes .. positional | missing .. required positional | got an unexpected
                        wrong number of arguments | too many arguments | not enough arguments | argument .. out of range
                        index .. out of bounds | out of bounds | infinite loop | infinite recursion | recursion * | circular reference
                        circular dependency | no method | undefined method | undefined variable | undefined local | unhandled *
                        uncaught * | not thread safe | not thread-safe | syntax error | unexpected identifier | unexpected keyword
                        """)
                                .and(
                                        says("closed by the other side | closed by the remote | closed by the peer | closed by the server")
                                                .negate())));
    }

    /** Causes that pass. */
    static List<Rule> passing() {
        return List.of(
                auto("form.rate", RATE_LIMIT, FORMS, says("""
                        too many .. outstanding | too many .. requests | requests running at the same time | rate limit next | request limit | rate limit retry | limit reset will | outstanding .. limit is | exceeded rate limits
                        is throttled | are throttled | was throttled | been throttled | being throttled | request throttled | throttled by | throttled due to
                        rate limit of | error occurred ratelimited | exceed .. rate limit | exceeded .. rate limit | exceeds .. rate limit | rate limit .. exceeded
                        rate limits | rate-limit has been | rate limit has been | rate-limit reached | rate limit on | rate limiting | request rate | requests per minute | requests per second
                        requests per hour | requests per day | tokens per minute | per minute limit | calls per second | calls per minute
                        too many calls | too many attempts | too many operations | slow down | api limit reached
                        too many login attempts | submitting too quickly | sending too fast | exceeded .. requests
                        """)),
                auto(
                        "form.conflict",
                        CONCURRENCY_CONFLICT,
                        FORMS,
                        says("""
                        deadlock detected | deadlock found | a deadlock | in deadlock | concurrent modification .. not allowed
                        lock .. timed out | lock .. timeout | waiting for .. lock | wait for lock | acquire .. lock | acquiring .. lock
                        obtain .. lock | obtaining .. lock | cannot lock | could not lock | unable to lock | failed to lock | is locked
                        are locked | already locked | locks invalidated | is running as pid | locked by | locked the | held by another | in use by another | another transaction | other transaction
                        another process | another session | locked by another user | used by another user | another operation | another instance is | another update | another process was faster
                        conflict with another | conflict with a | conflict with concurrent | conflict with other | conflict with recovery | conflicts with another | version conflict | conflict detected
                        serialization failure | has been modified by | was modified by
                        has been changed by | was changed by | changed since | modified since | updated since | has been updated by
                        already being processed | is being processed | currently in progress | already in progress | conflicted and rolled back | operation in progress | operation is in progress | update in progress
                        upgrade in progress | is being deleted | is being updated | is being modified | is being created | restart the transaction | retry the transaction | retry transaction | rerun the transaction
                        is in progress | still in progress | change in progress | snapshot in progress | request in progress | job in progress | restore in progress | migration in progress
                        rebuild in progress | deployment in progress | backup in progress | conflicting update | data changed during | key modified | unable to complete atomic | cannot be locked | could not be locked | version mismatched | data moved due to rebalancing | transaction has been aborted by the server | occurred concurrently
                        """).and(says("""
                                is locked to | enlisted in another | no .. in progress | table column
                                transaction is in progress | transaction in progress
                                """).negate())),
                afterFix(
                        "form.limit",
                        RESOURCE_EXHAUSTED,
                        FORMS + ": a limit is raised by a person, unless it is one of connections",
                        says("""
                        max .. reached | maximum .. reached | limit reached | limit .. reached | limit exceeded | limits exceeded
                        limit .. exceeded | quota .. exceeded | exceeded .. quota | exceeds .. quota
                        """)
                                .and(says("connection | connections | clients | sessions | requests | rate")
                                        .negate())),
                auto(
                        "form.resource",
                        RESOURCE_EXHAUSTED,
                        FORMS,
                        says("""
                        pool exhausted | pool is exhausted | pool .. exhausted | pool .. full | pool limit | from pool | from the pool
                        too many connections | too many clients | too many sessions | too many open | too many active | too many threads
                        connection limit | connections limit | connection .. limit .. reached | connections .. reached | clients reached | sessions .. reached | connection limit exceeded | maximum connections | max connections | no more connections | no free connection
                        no free connections | connections are currently available | no connections available | no connections are available | no available connection | connection slots | max number of clients | maximum number of clients
                        no space | out of space | disk space | not enough space | insufficient space on | disk quota | storage is full | is full
                        not enough memory | insufficient memory | not enough resource | not enough resources | insufficient resource
                        insufficient resources | lack of resources | no resources | no free leases | out of resources | resources available | no slots | free slots
                        available slots | no capacity | capacity .. exceeded | over capacity | lack of capacity | queue .. full
                        backlog .. full | max number of clients
                        nodes are available | didn t have enough | did not have enough | didn t have free ports
                        disk-pressure | memory-pressure | low on | run out of | ran out of | has run out
                        ids are currently in use | listen queue .. full | high memory usage | concurrent .. exceeded
                        """)
                                // To look for the free space failed, or the limit is one of a setting.
                                .and(says("""
                                prefill tokens | max_total_tokens | setting is 0 | determine disk space | free disk space for | available disk space | requires a .. connection limit | creating connection limit
                                """).negate())),
                afterFix(
                        "form.act-first",
                        CONFIGURATION,
                        FORMS + ": who is asked to do something before the next try has to do it",
                        says("""
                        please check .. try again | please fix .. try again | please correct .. try again | please clean .. try again
                        please verify .. try again | please update .. try again | please install .. try again
                        please set .. try again | please configure .. try again | please specify .. try again
                        please provide .. try again | please contact .. administrator | please contact your .. administrator
                        fix .. and try again | correct .. and try again | check .. configuration and try again | and then try again
                        install .. and try again | configure .. and try again | remove .. and try again | upgrade .. and try again
                        """)),
                auto("form.timeout", TIMEOUT, FORMS, says("""
                        timeout expired | timeout exceeded | timeout .. exceeded | timeout $ | timeout occurred | timeout occured | timeout error | timeout waiting | due to timeout
                        timeout while | timeout during | timeout when | timeout of # | timeout after | timeout reading | a timeout
                        connection timeout | request timeout | read timeout | socket timeout | query timeout | gateway timeout
                        timed out | time out | deadline .. exceeded | deadline expired | exceeded .. deadline | took longer than
                        took too long | taking too long | not completed within | not complete within | did not complete in | no response within
                        not respond within | not respond in | not answer within | no reply from | no reply received | no reply within | no answer from | exceeded .. time limit | time limit exceeded
                        time exceeded | waited # seconds | within # seconds | within # ms | within # minutes
                        negotiation timeout | method timeout | invoke .. timeout | transaction timeout | is timeout | check timeout | to queue timeout | timeout on | command timeout
                        handshake timeout | execution timeout | reply timeout | acquire timeout | send timeout | call timeout | startup timeout | shutdown timeout
                        register timeout | registration timeout | commit timeout | job timeout | task timeout | operation timeout | server timeout | login timeout
                        statement timeout | before the deadline | timeout elapsed | reached timeout | creation timeout | deadline reached | keepalive failed | timeout .. while waiting | timeout .. waiting for | future timeout | lookup timeout | timeout creating | timeout opening | timeout starting | timeout connecting | timeout getting | timeout fetching | timeout sending | timeout loading
                        timeout acquiring | timeout establishing | timeout processing | timeout executing | timeout receiving | timeout writing | timeout querying | before timeout | init timeout | timeouted *
                        timeout was encountered | timeout or no response | timeout reached | timeout was reached | encountered a timeout | missed heartbeat | missed heartbeats | heartbeat .. missed | not heard from
                        """).and(TextRules.TIMEOUT_AS_A_SETTING.negate())),
                unknown("form.untold", FORMS + ": that something failed, and not why", says("""
                        something went wrong | see logs for | see the logs for | check the logs for
                        check logs for | see log for | see the log for | see inner exception for | see server logs
                        """)),
                afterFix(
                        "form.not-offered",
                        CONFIGURATION,
                        FORMS + ": what is not on offer here will not be later",
                        says("""
                        not available in your | not available for your | not available in this | not available on this | not available with your
                        not available to your | unavailable in your | not available for this | not supported in your | not supported in this
                        only available in | only available for | only available to | only available on | not available in region
                        is not available in version | not available anymore | no longer available | location is not supported
                        """)),
                auto(
                        "form.unavailable",
                        SERVICE_UNAVAILABLE,
                        FORMS,
                        says("""
                        temporarily * | service overloaded | server overloaded | is overloaded | are overloaded | overloaded with
                        has crashed | have crashed | was evicted | been evicted | was preempted | been preempted | is unhealthy
                        is unavailable | are unavailable | was unavailable
                        is busy | are busy | too busy | under heavy load | heavy load | high demand
                        not ready | isn t ready | is down | went down | are down
                        is out of service | out of service | is offline | are offline | going offline | went away | gone away | gone offline | shutting down
                        is stopping | is starting | starting up | is initializing | is restarting
                        being restarted | is rebooting | is recovering | is in recovery | still in recovery | in recovery mode | during failover | failover in progress | failing over | failed over
                        no leader | leader .. not | election in progress | not the primary | not primary | not master | no master available | no primary available | read-only mode
                        read only mode | replica is not | replica .. is not | replica not | replica .. not available | replica .. not ready | not enough replicas | enough replicas | no quorum | connected to a quorum | quorum could not | no nodes | no healthy
                        no live | no alive | all nodes failed | all nodes are | all nodes have | all nodes down | all nodes unavailable | all nodes unreachable | no hosts | no servers | no brokers | no endpoints | no upstream
                        servers seem to be down | seems to be down | is overload | on the server side | primary replica has changed | leader has changed | primary has changed
                        error retryable | is retryable | retryable error | retryable failure | retriable error | retriable exception | retryable exception | backoff and retry | back off and retry | can be retried | should be retried | safe to retry | currently loading
                        try again later | try again in | please try again | try later | retry later | please retry | retry your request | retry the request | will retry | retry again
                        internal error encountered | internal error try again | internal server | internal service error | remote service error | service error $ | backend error | upstream error | provider error
                        unexpected error on the server | server encountered | service encountered
                        bad gateway | gateway error | service disruption | circuit breaker | circuit open
                        was terminated | node lost | node failure | region unavailable | region .. unavailable | partition .. unavailable | node .. unavailable | shard .. unavailable | broker .. unavailable | might be unavailable | may be unavailable
                        unhealthy $ | unhealthy status | unhealthy cluster | unhealthy database | have no leader | have no leaders | worker lost | worker died
                        """).and(says("""
                                non-retryable | non-retriable | not retryable | not retriable | nonretryable | will not be retried | not be retried
                                max run time | process pool | primary key | in config | in the config | srv record | hosts added | no hosts provided | no hosts matched | no hosts to | no endpoints provided | no endpoints urls | no nodes to | must be in range | phase status failed | unknown circuit breaker | not allowed when | unable to register the callback | upload files in read only | authorization was denied | code expired | not all nodes
                                contain duplicate
                                """).negate()).and(TextRules.SAYS_NOTHING_OF_STATE.negate())),
                auto(
                        "form.network",
                        NETWORK,
                        FORMS,
                        says("""
                        was disconnected | been disconnected | shard disconnected | host disconnected | worker disconnected | peer disconnected | broker disconnected | node disconnected | agent disconnected
                        is unreachable | are unreachable | cluster unreachable | server unreachable | broker unreachable | node unreachable | backend unreachable | endpoint unreachable | service unreachable | api unreachable | database unreachable | gateways unreachable | hosts unreachable | nodes unreachable | brokers unreachable
                        connection disconnected | trouble with your network | got too little data | host unreachable | got disconnected | disconnected from
                        connection .. refused | connection .. reset | connection .. closed | connection .. lost | connection .. aborted
                        connection .. failed | connection .. dropped | connection .. broken | connection .. terminated | connection failure
                        connection error | connection problem | connection issue | connection attempt | lost the connection | lost connection
                        losing connection | closed connection | closed the connection | closes the connection | reset by
                        broken connection | cannot connect | can t connect | could not connect | couldn t connect | unable to connect
                        failed to connect | failure to connect | fail to connect | not connected | not connect | connect failed | connect error
                        connecting to .. failed | error connecting | failed connecting | cannot reach the | cannot reach server | cannot reach host | can t reach the | can t reach host | could not reach | unable to reach
                        failed to reach | error in contacting | error contacting | failed to contact | could not contact | unable to contact | cannot contact | not reachable | no route to | network error | network failure | network problem | network issue
                        failed network connection | network is down | network is unreachable | lost network | no network connection | network timeout | network unreachable | socket error | socket closed | socket is closed
                        socket exception | socket failure | socket was | broken pipe | end of stream exception | unexpected eof | eof detected | eof occurred
                        stream closed | stream was closed | channel closed | channel is closed | transport error | transport failure | transport closed
                        hung up | hang up | name resolution | could not resolve host | could not resolve proxy | could not resolve the host | cannot resolve host | failed to resolve host | resolve hostname
                        communication error | communication failure | communications error | error communicating | failed to communicate
                        network i/o error | socket i/o error | i/o error on | error sending request | failed to send request | failed to send | send failed | receive failed
                        error reading from socket | error writing to socket | failed to download | download failed
                        failed to read message | on control stream | error while sending request | error while sending data | error while sending message | error while sending packet | error while sending query | error while sending command | error while receiving | error receiving data | error sending data
                        """)
                                // To close a connection failed, or to tell a process something.
                                .and(says("""
                                connection config | connected to network | connected to the network | connected to a repository | connected to a direct | repository is not connected | connection close failed
                                connect in this state | cannot connect and start | not connected to a connection | insecure connection attempt | last connection being closed | previous connection being closed
                                cannot be used for re-opening | cannot close connection | connection must be closed | connection should be closed | failed to send signal | failed to send sighup
                                failed to send sigterm | failed to send sigkill | failed to send sigint
                                """).negate())));
    }
}
