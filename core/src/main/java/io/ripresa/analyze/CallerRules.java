package io.ripresa.analyze;

import static io.ripresa.analyze.Conditions.anywhere;
import static io.ripresa.analyze.Conditions.misaddressed;
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
import static io.ripresa.model.Category.RATE_LIMIT;
import static io.ripresa.model.Category.RESOURCE_EXHAUSTED;
import static io.ripresa.model.Category.SERVICE_UNAVAILABLE;
import static io.ripresa.model.Category.TIMEOUT;

import java.util.List;

/**
 * The caller's own part in what sounds like trouble elsewhere: an address that cannot be meant, a port of another
 * protocol, one connection used by two threads, a limit of its own; and the reverse, an answer that could not be read
 * because it was the page of an error that passes.
 */
final class CallerRules {

    private static final Condition UNREADABLE = named("""
                    JSONDecodeError JsonParseException JsonReaderException JsonSerializationException SyntaxError
                    JSONException MismatchedInputException ParseException InvalidFormatException ParserError
                    ParseError JsonException SerializationException JsonMappingException
                    """).or(says("""
                    expecting value line 1 column 1 | in json at position 0 | looking for beginning of value
                    failed to deserialize | unexpected token doctype | unexpected token html
                    """));

    private CallerRules() {}

    static List<Rule> all() {
        return List.of(
                never(
                        "store.damaged",
                        DATA_CORRUPTION,
                        "H2 90112, 90030; MySQL 126, 145, 1712; PostgreSQL XX001",
                        says("""
                                row not found when trying to delete from index | row not found in .. index | invalid page in block
                                could not read block .. read only | missing chunk number # for toast | unexpected chunk number
                                database disk image is malformed | is marked as crashed | incorrect key file for table
                                incorrect information in file | index .. is corrupted | table .. is corrupted | tablespace .. is corrupted
                                file corrupted in chunk | file corrupted while reading | catalog is missing # attribute
                                """)),
                afterFix(
                        "net.misaddressed",
                        CONFIGURATION,
                        "RFC 1123 section 2.1, RFC 1122 section 3.2.1.3, resolved.conf(5): no such address can be meant",
                        says("""
                                name or service not known | could not resolve host | couldn t resolve host | unknown error
                                nodename nor servname | enotfound | no such host | server misbehaving | unable to resolve host
                                temporary failure in name resolution | could not translate host name | timed out | unreachable
                                connection refused | no route to host | could not connect to the endpoint url | dns lookup failed | ehostunreach
                                """)
                                .or(named("UnknownHostException ServerSelectionTimeoutError"))
                                .and(misaddressed())),
                afterFix(
                        "net.platform-host",
                        CONFIGURATION,
                        "Docker, Google Compute Engine: names that only their own machines know",
                        says("""
                                enotfound host.docker.internal | enotfound metadata.google.internal | lookup host.docker.internal
                                lookup metadata.google.internal | resolve host host.docker.internal
                                host metadata.google.internal | host.docker.internal name or service not known
                                host localdb port | metadata.google.internal name or service not known | unknownhostexception host.docker.internal
                                """)),
                afterFix(
                        "net.other-protocol",
                        CONFIGURATION,
                        "RFC 9113 section 3.4, RFC 8446 section 5.1, RFC 4253 section 4.2: the port speaks another protocol",
                        says("""
                                invalid settings id | invalid http/2 | http/2 connection preface | client preface string | preface string missing
                                server preface http2 frame too large | note that the frame header looked like an http/1.1
                                first record does not look like a tls handshake | not an ssl/tls record | unrecognized ssl message
                                unsupported or unrecognized ssl message | plain http request was sent to https | unexpected http/1.x request
                                sent an http request to an https server | server gave http response to https client | tls_get_more_records packet length too long
                                bad protocol version identification | invalid ssh identification | invalid identification string
                                invalid receive size 1195725856 | invalid receive size 1213486160 | invalid receive size 1347375956
                                invalid receive size 369295616 | invalid receive size 369295617 | invalid receive size 352518912
                                packet for query is too large 4739923 | packet for query is too large 1213486160
                                response is not http | plain-text request from tls | invalid http version | malformed http response | malformed http status code
                                broker may require ssl | connecting to .. plaintext listener | using plaintext .. tls | did not receive a greeting
                                """)),
                afterFix(
                        "tls.no-agreement",
                        CONFIGURATION,
                        "RFC 8446 section 6.2: handshake_failure, protocol_version, unrecognized_name, no_application_protocol",
                        says("""
                                unrecognized_name | unrecognized name | no_application_protocol | inappropriate_fallback
                                insufficient_security | unsupported_extension | handshake_failure | no cipher suites in common
                                handshake failure alert | sslv3 alert handshake failure | alert protocol version | no protocols available
                                """).and(says("certificate | bad_certificate").negate())),
                afterFix(
                        "caller.shared-connection",
                        LOGIC_ERROR,
                        "Drivers: one connection is not for two callers at once",
                        says("""
                                connection is still waiting for a result | commands out of sync | a command is already in progress
                                another command is already in progress | already an open datareader | cannot perform operation another operation
                                second operation was started on this context | second operation started on this context
                                bad write retry | cannot enqueue * after | cannot enqueue handshake | recursive use of cursors | this connection is in use by
                                cannot start a transaction within a transaction | already a transaction in progress | transaction already in progress | transaction is in progress on this connection | no transaction in progress | connection pool shut down
                                connection manager has been shut down | connection manager is shut down | while already holding it | ^ connection is closed $ | ^ connection already closed $ | this connection has been closed
                                ^ connection has been closed $ | connection handle already closed | operation connection is closed | tried to break lock | transaction is already in progress | nested transactions are not
                                session is in the in_transaction state | session with an open transaction | concurrent call to receive
                                unexpected_frame | command_invalid | expected channel.open | unknown delivery tag | second channel.open
                                channel is already open | read while another coroutine | websocket .. concurrent write | cannot set headers after they are sent
                                response has already been committed | stream has already been operated upon | body has already been consumed
                                """).or(named("""
                                PROTOCOL_ENQUEUE_AFTER_FATAL_ERROR PROTOCOL_ENQUEUE_AFTER_QUIT PROTOCOL_ENQUEUE_HANDSHAKE_TWICE
                                PROTOCOL_ENQUEUE_AFTER_DESTROY CR_COMMANDS_OUT_OF_SYNC ERR_HTTP_HEADERS_SENT
                                """))),
                afterFix(
                        "caller.unlocked-lock",
                        LOGIC_ERROR,
                        "redis-py, threading: what is not held cannot be given back",
                        says(
                                "cannot release an unlocked lock | release unlocked lock | cannot release un-acquired lock | attempt to unlock .. not locked")),
                afterFix(
                        "fetch.redirect",
                        CONFIGURATION,
                        "node-fetch, errors: no-redirect, max-redirect, invalid-redirect, unsupported-redirect",
                        named("FetchError").and(says("redirect"))),
                afterFix(
                        "docker.no-socket",
                        CONFIGURATION,
                        "Docker CLI: the socket of the own machine",
                        says("docker daemon at unix | docker daemon at npipe | docker_engine .. system cannot find")),
                afterFix(
                        "caller.no-context",
                        LOGIC_ERROR,
                        "Hibernate, Spring, Jakarta Persistence, Flask: called outside of its scope",
                        says("""
                                no session found for current thread | no hibernate session bound | no currentsessioncontext configured
                                no entitymanager with actual transaction | no transaction is in progress | no existing transaction found
                                could not obtain transaction-synchronized session | working outside of application context
                                working outside of request context | no thread-bound request found | no bound transaction
                                """)),
                afterFix(
                        "caller.own-deadlock",
                        LOGIC_ERROR,
                        "Temporal SDKs [TMPRL1101], Go runtime, Ruby Thread: the program blocks itself",
                        says("""
                                potential deadlock | all goroutines are asleep | deadlock recursive locking | no live threads left
                                didn t yield control | did not yield | attempt to use closed connection | attempt to use a closed | attempting to use a closed | would cause a deadlock | to avoid a deadlock | avoid a deadlock | could cause deadlock | will deadlock | would deadlock | nondeterminism * | nondeterministic
                                tmprl1100 | tmprl1101 | no command scheduled for event
                                """).or(named("PotentialDeadlockException NonDeterministicError DeadlockError"))),
                afterFix(
                        "caller.no-time",
                        CONFIGURATION,
                        "axios, OkHttp, MongoDB drivers: a time limit that nothing can meet is a setting",
                        says("""
                                timeout of 0ms | timeout of 1ms | timeout of 0 ms | timeout of 1 ms | timed out after 0 ms | timed out after 1 ms
                                timed out after 0ms | timed out after 1ms | timeout 1ms | timeout after 1ms | within 0 ms | within 1 ms
                                timeout of 2ms | timeout of 5ms | timed out after 0 seconds | timeout after 0 ms
                                """)),
                afterFix(
                        "caller.own-threads",
                        RESOURCE_EXHAUSTED,
                        "StackExchange.Redis, Time-outs: no thread of the process is free",
                        says("""
                                worker busy # free 0 | iocp busy # free 0 | thread pool starvation | threadpool starvation
                                """)),
                afterFix(
                        "caller.consumer-held",
                        TIMEOUT,
                        "RabbitMQ, Consumers: consumer_timeout, the consumer itself kept the delivery",
                        says("delivery acknowledgement on channel .. timed out | delivery acknowledgement timed out")),
                afterFix(
                        "caller.own-shared-memory",
                        RESOURCE_EXHAUSTED,
                        "shm_overview(7), PyTorch DataLoader: /dev/shm of the container",
                        says("""
                                raise your shared memory limit | workers are out of shared memory | insufficient shared memory
                                shared memory limit | dev/shm .. no space | no space left on device .. dev/shm | could not create shared memory segment
                                could not resize shared memory segment | could not create semaphores | unable to allocate shared memory
                                semget .. no space left | write session keyring | session key .. disk quota exceeded
                                """)),
                afterFix(
                        "caller.too-much-asked",
                        RESOURCE_EXHAUSTED,
                        "Snowflake 100130, ClickHouse 241, MongoDB 292, BigQuery resourcesExceeded: memory of this one query",
                        says("""
                                reducing the number of rows | reduce the number of rows | resources exceeded during query execution the query
                                exceeded memory limit for | sort exceeded memory limit | pass allowdiskuse
                                bigger than spark.driver.maxresultsize | query used more resources | query exceeded resource limits
                                """).or(named("resourcesExceeded"))),
                afterFix(
                        "quota.of-a-month",
                        RESOURCE_EXHAUSTED,
                        "Billing documentation: what is bought by the month is not back in a minute",
                        says("""
                                quota .. month | traffic quota | limit .. current month | limit .. this month | limit .. per month | monthly limit
                                monthly allowance | monthly request limit | month .. quota exceeded | month .. limit exceeded | requests for this month
                                current billing period | current billing cycle | free tier limit | free tier quota | trial .. expired | credits .. exhausted
                                resource monitor .. exceeded its quota | plan limit reached | upgrade your subscription
                                account payments have failed | minutes .. quota
                                """)
                                .and(says("too many requests retry | per minute | per second")
                                        .negate())),
                afterFix(
                        "caller.check-settings",
                        CONFIGURATION,
                        "Whoever asks to check settings holds them to be the cause",
                        says("""
                                check settings | check your settings | check the settings | check your configuration | check the configuration
                                check your config | check your connection settings | check connection settings | review your settings
                                """)),
                afterFix(
                        "account.suspended",
                        AUTH,
                        "Cloud and API providers: accounts and projects that are turned off",
                        says("""
                                account is suspended | account has been suspended | account suspended | subscription is disabled
                                subscription .. was disabled | subscription .. is not active | project .. has been suspended | project .. has been deleted
                                project .. is suspended | consumer .. has been suspended | pending verification | account is not verified | account is blocked
                                readonlydisabledsubscription | accountisdisabled | account .. is disabled
                                """).or(named("""
                                ReadOnlyDisabledSubscription AccountIsDisabled PendingVerification SubscriptionNotActive CONSUMER_SUSPENDED
                                """))),
                afterFix(
                        "service.retired",
                        CONFIGURATION,
                        "RFC 8594: what was taken out of service does not come back",
                        says("""
                                has been decommissioned | has been retired | has been sunset | has been discontinued | is discontinued
                                has been shut down permanently | no longer supported | no longer offered | is deprecated and no longer | has reached end of life
                                """)),
                afterFix(
                        "lock.left-behind",
                        CONCURRENCY_CONFLICT,
                        "H2 90020, Liquibase DATABASECHANGELOGLOCK, Helm pending-upgrade, PID files: the holder may be gone",
                        says("""
                                database may be already in use | could not acquire change log lock | waiting for changelog lock
                                lock file .. already exists | stale lock | pid file .. already exists | a server is already running
                                lock .. left by | another operation install/upgrade/rollback is in progress | postmaster.pid already exists | server.pid
                                migration table is already locked | release the lock manually | migrations are locked | force-unlock
                                """)),
                never(
                        "lock.unreadable",
                        DATA_CORRUPTION,
                        "Terraform, Locking: the record of the lock cannot be read",
                        says("state lock").and(says("unexpected end of json | invalid character | cannot unmarshal"))),
                never(
                        "lock.lost",
                        CONCURRENCY_CONFLICT,
                        "BullMQ ErrorCode, Event Hubs link:stolen, Redlock: somebody else has it now",
                        says("""
                                missing lock for job | lock mismatch for job | could not renew lock for job | with higher epoch
                                link stolen | amqp link stolen | receiver .. higher epoch | lock is not owned by | lock was lost | lock has been lost | lock that s no longer owned | lock not owned
                                """)),
                auto(
                        "net.client-ports",
                        RESOURCE_EXHAUSTED,
                        "connect(2), Winsock WSAEADDRINUSE: ports of finished connections come back",
                        says("address already in use connect | cannot assign requested address connect 2 | no available ephemeral ports")
                                .and(says("bind failed | listen").negate())),
                auto(
                        "catalog.created-twice",
                        CONCURRENCY_CONFLICT,
                        "PostgreSQL system catalogs: two sessions made the same object at once",
                        says("""
                                pg_class_relname_nsp_index | pg_type_typname_nsp_index | pg_namespace_nspname_index
                                pg_proc_proname_args_nsp_index | pg_extension_name_index
                                tuple concurrently updated | tuple concurrently deleted
                                """)));
    }

    /** A page where a document was expected: what cannot be read is not the service's, as the status says. */
    static List<Rule> pages() {
        return List.of(
                auto(
                        "http.page-of-504",
                        TIMEOUT,
                        "RFC 9110 section 15.6.5: the page of a gateway's error is no document of the service",
                        status(504).and(UNREADABLE)),
                auto(
                        "http.page-of-429",
                        RATE_LIMIT,
                        "RFC 6585 section 4: the page of a throttle is no document of the service",
                        status(429)
                                .and(UNREADABLE)
                                .and(anywhere(says("quota | billing | credits | too large"))
                                        .negate())),
                auto(
                        "http.page-of-5xx",
                        SERVICE_UNAVAILABLE,
                        "RFC 9110 section 15.6: the page of a gateway's error is no document of the service",
                        status(502, 503, 520, 521, 523).and(UNREADABLE)));
    }
}
