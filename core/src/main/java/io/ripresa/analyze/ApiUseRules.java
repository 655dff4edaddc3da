package io.ripresa.analyze;

import static io.ripresa.analyze.Conditions.anyStatus;
import static io.ripresa.analyze.Conditions.anywhere;
import static io.ripresa.analyze.Conditions.nameEnds;
import static io.ripresa.analyze.Conditions.named;
import static io.ripresa.analyze.Conditions.says;
import static io.ripresa.analyze.Rule.afterFix;
import static io.ripresa.analyze.Rule.auto;
import static io.ripresa.analyze.Rule.never;
import static io.ripresa.analyze.Rule.unknown;
import static io.ripresa.model.Category.DATA_CORRUPTION;
import static io.ripresa.model.Category.LOGIC_ERROR;
import static io.ripresa.model.Category.NETWORK;
import static io.ripresa.model.Category.RESOURCE_EXHAUSTED;
import static io.ripresa.model.Category.TIMEOUT;

import java.util.List;

/**
 * Calls that a library refuses because of how they are made, told in words of connections, pools, locks and channels; and
 * a few types that are named after something else than what their text tells. What no exchange with a peer has caused
 * does not pass when the peer is well again.
 */
final class ApiUseRules {

    private ApiUseRules() {}

    static List<Rule> all() {
        return List.of(
                afterFix(
                        "use.socket",
                        LOGIC_ERROR,
                        "java.net.Socket, java.nio.channels; Winsock WSAEISCONN, WSAENOTCONN, WSAENOTSOCK: calls out of order",
                        named("SocketException")
                                .and(says("^ already connected $ | ^ already bound $ | ^ socket is not connected $"))
                                .or(says("""
                        connect request was made on an already connected socket | disallowed because the socket is not connected
                        socket operation on non-socket | operation was attempted on something that is not a socket
                        """))
                                .or(
                                        named(
                                                "ConnectionPendingException ERR_SOCKET_DGRAM_NOT_RUNNING ERR_SOCKET_ALREADY_BOUND ERR_SERVER_NOT_RUNNING ERR_SERVER_ALREADY_LISTEN ERR_SOCKET_DGRAM_IS_CONNECTED ERR_SOCKET_DGRAM_NOT_CONNECTED"))),
                afterFix(
                        "use.session",
                        LOGIC_ERROR,
                        "SQLAlchemy, Hibernate, Active Record, EF Core: a session or result used out of turn",
                        named("""
                        IllegalStateChangeError ResourceClosedError NonUniqueObjectException TransactionIsolationError ActiveRecord::ReadOnlyError
                        """)
                                .or(
                                        says(
                                                "resourceclosederror this connection is closed | write query attempted while in readonly mode"))),
                afterFix(
                        "use.connection",
                        LOGIC_ERROR,
                        "JDBC, psycopg, node-postgres, PDO, go-redis, asyncpg: one connection used by two, or after its end",
                        says("""
                        no operations allowed after statement closed | no operations allowed after resultset closed | too many update results were returned
                        connection cannot be re-entered recursively | trying to put unkeyed connection | got result for unknown protocol state
                        packet sequence number wrong | cannot use a pool after calling end | you cannot reuse a client | cannot reuse a client
                        only subscriber commands may be used | other unbuffered queries are active | unexpected parse response
                        acquire a connection on a closed pool | exec without multi | multi-key operations must involve a single slot
                        use a connection from a child process without reconnecting | sql rows are closed | please run connect first
                        ^ no results to fetch $
                        """)),
                afterFix(
                        "use.event-loop",
                        LOGIC_ERROR,
                        "Python asyncio, Tokio, Project Reactor: calls from where they may not be made",
                        says("""
                        attached to a different loop | timeout context manager should be used inside a task | timeout should be used inside a task
                        another coroutine is already waiting | start a runtime from within a runtime | write could not complete without blocking
                        source doesn t respect backpressure | could not emit .. due to lack of requests
                        """)),
                afterFix(
                        "use.lock",
                        LOGIC_ERROR,
                        "Python threading, Go sync, .NET SemaphoreSlim, Rust std::sync: locks let go or taken wrongly",
                        says("""
                        semaphore or lock released too many times | semaphore released too many times | unlock of unlocked mutex | unlock of unlocked rwmutex
                        count to the semaphore would cause it to exceed its maximum | poisoned lock another task failed | deadlock detected by _modulelock | circular dependency deadlock
                        """).or(named("SemaphoreFullException"))),
                afterFix(
                        "use.message",
                        LOGIC_ERROR,
                        "Go net/http, Requests, httpx, Node.js: a request or body used twice, or arguments of a wrong kind",
                        says("""
                        invalid read on closed body | read on closed response body | superfluous response.writeheader | multipart handled by parsemultipartform
                        unable to rewind request body | too little data for declared content-length | too much data for declared content-length
                        err_invalid_arg_type | argument must be of type .. received | read/write on closed pipe | goroutine stack exceeds
                        streaming is required for operations that may take longer | error need mail command | error need rcpt command
                        ncclinvalidusage | code killed status 11/segv | option unwrap on a none value
                        """)
                                .or(named("ERR_INVALID_ARG_TYPE ncclInvalidUsage"))
                                .or(nameEnds("IOError")
                                        .and(says("^ not opened for reading $ | ^ not opened for writing $")))),
                afterFix(
                        "use.threads",
                        RESOURCE_EXHAUSTED,
                        "Ruby ThreadError: EAGAIN of pthread_create; setrlimit(2) RLIMIT_NPROC; HotSpot and .NET: memory of the process",
                        says("""
                        can t create thread resource temporarily unavailable | can t alloc thread | max user processes | insufficient memory for the java
                        insufficient memory for requested | insufficient memory to continue the execution | native memory allocation .. failed
                        """)),
                unknown(
                        "use.own-channel",
                        "gRPC Java, ManagedChannelImpl: the task has closed its channel",
                        says("channel shutdown invoked | channel shutdownnow invoked")),
                never(
                        "use.close-code",
                        DATA_CORRUPTION,
                        "RFC 6455 section 7.4.1: 1003, 1007 and 1009 refuse what was sent",
                        says("""
                        1009 message too big | 1007 invalid frame payload | 1003 unsupported data
                        close code 1009 | close code 1007 | close code 1003
                        """)),
                auto(
                        "use.reactor-time",
                        TIMEOUT,
                        "Project Reactor block(Duration), Tokio time::timeout, Apache HttpCore: a time that ran out",
                        says(
                                "timeout on blocking read for | ^ deadline has elapsed $ | timeout due to inactivity | result unwrap on an err value elapsed")),
                auto(
                        "use.cut-short",
                        NETWORK,
                        "RFC 9112 section 8, RFC 8446 section 6.1: the exchange ended before it was whole",
                        says("""
                        closing inbound before receiving peer s close_notify | unexpected eos on empty data frame | connection has been closed before send operation
                        end of file before message length reached
                        """)));
    }

    /** Types without a text, or a text without a cause. */
    static List<Rule> late() {
        return List.of(
                auto(
                        "use.httpx-broken",
                        NETWORK,
                        "HTTPX, exceptions: NetworkError and its kinds",
                        named(
                                "httpx.ReadError httpx.WriteError httpx.CloseError httpcore.ReadError httpcore.WriteError")),
                unknown(
                        "use.untold",
                        "The same text stands for an end of the task's own and for one of the peer",
                        says("""
                        ^ channel closed $ | ^ the ssl connection could not be established see inner exception $
                        ^ connector is closed $
                        """)
                                .or(named("ERR_IPC_CHANNEL_CLOSED ERR_IPC_DISCONNECTED ShutdownChannelGroupException"))
                                .or(named("SSLException SSLHandshakeException")
                                        .and(says("^ tag mismatch $ | insufficient buffer remaining for aead")))
                                .or(named("SocketException")
                                        .and(says("^ the i/o operation has been aborted because of either")))
                                .and(anyStatus().negate())
                                .and(anywhere(
                                                says(
                                                        "unexpected eof | 0 bytes from the transport | forcibly closed | connection reset | timed out | refused"))
                                        .negate())));
    }
}
