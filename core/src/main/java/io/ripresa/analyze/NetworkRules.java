package io.ripresa.analyze;

import static io.ripresa.analyze.Conditions.answered;
import static io.ripresa.analyze.Conditions.anyStatus;
import static io.ripresa.analyze.Conditions.anywhere;
import static io.ripresa.analyze.Conditions.frame;
import static io.ripresa.analyze.Conditions.has;
import static io.ripresa.analyze.Conditions.incompleteName;
import static io.ripresa.analyze.Conditions.named;
import static io.ripresa.analyze.Conditions.says;
import static io.ripresa.analyze.Conditions.unfilledHost;
import static io.ripresa.analyze.Rule.afterFix;
import static io.ripresa.analyze.Rule.auto;
import static io.ripresa.analyze.Rule.unknown;
import static io.ripresa.model.Category.AUTH;
import static io.ripresa.model.Category.CONFIGURATION;
import static io.ripresa.model.Category.NETWORK;
import static io.ripresa.model.Category.SERVICE_UNAVAILABLE;
import static io.ripresa.model.Category.TIMEOUT;

import io.ripresa.model.FailureReport;
import java.util.List;

/** Name resolution, connections, transport. Where a server answered, the failure is not one of reaching it. */
final class NetworkRules {

    private static final String POSIX = "POSIX.1-2017 errno and getaddrinfo";
    private static final String JDK = "java.net and javax.net.ssl API specification";
    private static final Condition NO_ANSWER = answered().negate();

    private static final Condition REFUSED = says("""
                    connection refused | econnrefused | actively refused it | connection to .. refused
                    connection to the server .. was refused
                    """)
            .or(named("ECONNREFUSED Errno::ECONNREFUSED ConnectionRefusedError"))
            .or(TranslatedRules.REFUSED);
    private static final Condition LOOPBACK = says(
            "127.0.0.1 | localhost | 0.0.0.0 | econnrefused 1 | tcp 1 | 0:0:0:0:0:0:0:1 | dial tcp # connect | for 1 port");

    private static final Condition NO_NAME = named("""
                    UnknownHostException ENOTFOUND UnresolvedAddressException gaierror NameResolutionError
                    CURLE_COULDNT_RESOLVE_HOST WSAHOST_NOT_FOUND EAI_NONAME EAI_NODATA DNSHostNotFound
                    ERR_NAME_NOT_RESOLVED UnknownHostError AnnotatedUnknownHostException
                    """).or(says("""
                    getaddrinfo enotfound | name or service not known | no such host | could not resolve host
                    nodename nor servname provided | unable to resolve host | name does not resolve | failed to resolve host | failed to resolve name
                    failed to resolve address | failed to resolve data source name | failed to resolve dns
                    could not resolve hostname | could not translate host name | name resolution failed
                    the remote name could not be resolved | no address associated with hostname | getaddrinfo failed
                    name resolution error | could not resolve proxy | dns resolution failed | dns lookup failed
                    couldn t resolve host | unable to resolve dns | dns name does not exist | unknown server host name
                    """));

    private static final Condition DNS_TEMPORARY = named(
                    "EAI_AGAIN DnsNameResolverTimeoutException WSATRY_AGAIN EAI_FAIL DNSTimeout")
            .or(says("""
                    temporary failure in name resolution | eai_again | eai_fail | errno 3 try again | error 3 connecting to .. try again | server misbehaving | servfail
                    temporary failure resolving | dns query timed out | could not lookup .. i/o timeout | dns .. timed out | dial tcp lookup .. timeout
                    non-recoverable failure in name resolution | dns timeout | lookup .. i/o timeout
                    """));

    private NetworkRules() {}

    /** What only looks like a network failure. */
    static List<Rule> misleading() {
        return List.of(
                afterFix(
                        "net.placeholder-host",
                        CONFIGURATION,
                        "RFC 2606 and common placeholders: the host was never filled in",
                        NO_NAME.or(DNS_TEMPORARY).and(unfilledHost())),
                afterFix(
                        "net.incomplete-name",
                        CONFIGURATION,
                        "RFC 1123 section 6.1.4.3, resolv.conf(5): a name without a dot, which no search domain made one",
                        NO_ANSWER
                                .and(NO_NAME)
                                .and(incompleteName())
                                .and(DNS_TEMPORARY
                                        .or(says("no address associated with hostname"))
                                        .negate())),
                afterFix("mqtt.refused", AUTH, "MQTT 3.1.1 section 3.2.2.3: return codes 4 and 5", says("""
                                connection refused not authorised | connection refused not authorized
                                connection refused bad user name | connection refused bad username
                                """)),
                afterFix(
                        "net.own-host-name",
                        CONFIGURATION,
                        "java.net.InetAddress#getLocalHost: the machine's own name does not resolve",
                        named("UnknownHostException")
                                .and(frame("InetAddress.getLocalHost"))
                                .or(says("unable to determine local host | local host name unknown"))),
                auto(
                        "net.mail-deferred",
                        NETWORK,
                        "RFC 3463: 4.x.x is a persistent transient failure, the mail server tries again",
                        says("stat deferred connection | status deferred connection | stat deferred host")),
                auto(
                        "net.mail-deferred-by-server",
                        SERVICE_UNAVAILABLE,
                        "RFC 3463: 4.x.x is a persistent transient failure, the mail server tries again",
                        says("stat deferred | status deferred | dsn 4 # #")),
                afterFix(
                        "net.refused-loopback",
                        CONFIGURATION,
                        "RFC 1122 3.2.1.3: a loopback address never leaves the host",
                        REFUSED.or(
                                        says(
                                                "failed to connect to | could not connect to | cannot connect to | unable to connect to | can t reach database server at | can t connect to | broker may not be available"))
                                .and(LOOPBACK)
                                .and(has(FailureReport.TARGET).negate())
                                .and(anyStatus().negate())
                                .and(anywhere(says("upstream | server selection | server that matches"))
                                        .negate())
                                // The server answered: what it said is the reason.
                                .and(anywhere(says("logon denied | password | authentication failed | access denied"))
                                        .negate())),
                afterFix(
                        "net.address-not-available",
                        CONFIGURATION,
                        POSIX + ": EADDRNOTAVAIL",
                        says("cannot assign requested address | eaddrnotavail | can t assign requested address")
                                .or(named("EADDRNOTAVAIL"))),
                afterFix(
                        "net.address-in-use",
                        CONFIGURATION,
                        POSIX + ": EADDRINUSE",
                        says("address already in use | eaddrinuse | only one usage of each socket address")
                                .or(named("PortInUseException EADDRINUSE Errno::EADDRINUSE"))),
                afterFix("net.bad-address", CONFIGURATION, "RFC 3986: the address itself is malformed", says("""
                                unsupported protocol scheme | no host specified | missing protocol scheme
                                missing port in address | invalid url | invalid uri
                                no schema supplied | unknown url type | target host is not specified | no host in request url
                                only absolute urls are supported | uri is not absolute | invalid port
                                """)));
    }

    /** What would be the own host's fault, had nobody said that it is meant. */
    static List<Rule> declared() {
        return List.of(auto(
                        "net.refused-declared",
                        NETWORK,
                        POSIX + ": ECONNREFUSED, by an address that the task or its adapter names as its dependency",
                        REFUSED.and(LOOPBACK).and(has(FailureReport.TARGET)))
                .provingNotProcessed());
    }

    /** A name that nobody knows, or not now; which names never were one is read from them. */
    static List<Rule> names() {
        return List.of(
                auto(
                                "net.dns-temporary",
                                NETWORK,
                                POSIX + ": EAI_AGAIN; RFC 1035: SERVFAIL",
                                NO_ANSWER.and(DNS_TEMPORARY))
                        .provingNotProcessed(),
                auto(
                                "net.dns-no-such-name",
                                NETWORK,
                                POSIX + ": EAI_NONAME; RFC 1035: NXDOMAIN; " + JDK + ": UnknownHostException",
                                NO_ANSWER.and(NO_NAME))
                        .provingNotProcessed());
    }

    /** Typed and coded failures to reach anybody; what failed before a request was sent proves that. */
    static List<Rule> typed() {
        return List.of(
                auto(
                                "net.no-route",
                                NETWORK,
                                POSIX + ": EHOSTUNREACH, ENETUNREACH, ENETDOWN",
                                NO_ANSWER.and(named("""
                                                NoRouteToHostException EHOSTUNREACH ENETUNREACH Errno::EHOSTUNREACH
                                                Errno::ENETUNREACH AnnotatedNoRouteToHostException
                                                """).or(says("""
                                                no route to host | network is unreachable | host is unreachable
                                                ehostunreach | enetunreach | network unreachable | network is down
                                                host is down | unreachable network | unreachable host
                                                """))))
                        .provingNotProcessed(),
                auto(
                                "net.connect-timeout",
                                NETWORK,
                                JDK + ": HttpConnectTimeoutException, SocketTimeoutException while connecting",
                                NO_ANSWER.and(named("""
                                                HttpConnectTimeoutException ConnectTimeoutException ConnectTimeoutError
                                                ConnectTimeout UND_ERR_CONNECT_TIMEOUT Net::OpenTimeout
                                                """)
                                        .or(named("ConnectException AnnotatedConnectException")
                                                .and(says("timed out | timeout"))
                                                // libcurl 28 also ends a transfer that had begun.
                                                .and(says("bytes received").negate()))
                                        .or(named("SocketTimeoutException HttpTimeoutException")
                                                .and(says("connect timed out | failed to connect to")))
                                        .or(says("""
                                                connect etimedout | dial tcp .. i/o timeout | dial tcp .. connection timed out
                                                connect timed out | connect to host .. timed out | socket connection timeout | connection time out | canceled while waiting for connection | connect timeout error | connection timed out connect 2
                                                operation timed out connect 2 | could not connect to server connection timed out
                                                failed to connect to .. after # ms connection timed out
                                                """))))
                        .provingNotProcessed(),
                auto(
                                "net.refused",
                                NETWORK,
                                POSIX + ": ECONNREFUSED; " + JDK + ": ConnectException",
                                NO_ANSWER.and(refusedBeforeSending()))
                        .provingNotProcessed(),
                auto(
                                "net.tls-handshake",
                                NETWORK,
                                "RFC 8446 section 4: application data follows the handshake; " + JDK,
                                NO_ANSWER.and(named("SSLHandshakeException")
                                        .and(says("""
                                                remote host terminated | remote host closed | connection reset
                                                terminated the handshake | eof | peer shut down incorrectly
                                                """))
                                        .or(says("""
                                                tls handshake timeout | ssl handshake timeout | handshake timed out
                                                eof during handshake | ssl_connect syscall | ssl connect error
                                                socket disconnected before secure tls connection
                                                unexpected eof while reading .. handshake | handshake timeout
                                                """))))
                        .provingNotProcessed(),
                auto(
                        "tls.broken-off",
                        NETWORK,
                        "Python ssl: SSLEOFError, OpenSSL: the transport ended below",
                        says("""
                                eof occurred in violation of protocol | ssl peer shut down incorrectly | ssleoferror | sslzeroreturnerror | ssl_error_syscall
                                ssl_error_zero_return | tls ssl connection has been closed
                                """).or(named("SSLEOFError SSLZeroReturnError"))),
                auto("net.refused-in-text", NETWORK, POSIX + ": ECONNREFUSED, as a text tells it", REFUSED),
                auto(
                        "axios.timeout",
                        TIMEOUT,
                        "axios: ECONNABORTED is its code for a time-out",
                        named("ECONNABORTED").and(says("timeout of"))),
                auto(
                        "net.reset",
                        NETWORK,
                        POSIX + ": ECONNRESET, EPIPE, ECONNABORTED",
                        NO_ANSWER.and(named("""
                                        ECONNRESET EPIPE ECONNABORTED Errno::ECONNRESET Errno::EPIPE Errno::ECONNABORTED
                                        ConnectionResetError BrokenPipeError ConnectionAbortedError RemoteDisconnected
                                        UND_ERR_SOCKET NoHttpResponseException ConnectionClosedException
                                        ServerDisconnectedError IncompleteRead RemoteProtocolError ChunkedEncodingError
                                        PrematureCloseException ERR_STREAM_PREMATURE_CLOSE AlreadyClosedException
                                        ClientOSError ConnectionShutdownException ERR_NETWORK ERR_CONNECTION_RESET ERR_CONNECTION_CLOSED
                                        """)
                                .or(says(RESET_TEXTS)
                                        .and(says("not a valid | id not valid | must not be | not allowed without")
                                                .negate()))
                                // HTTP/2 has a code of the same name for a defect of one side.
                                .or(named("ProtocolError")
                                        .and(says("protocol_error | timed out").negate())))));
    }

    private static final String RESET_TEXTS = """
            connection reset | socket hang up | econnreset | broken pipe | epipe | connection aborted
            forcibly closed by the remote host | connection was closed | remote end closed connection
            server closed the connection | unexpected end of stream | connection prematurely closed
            failed to respond | use of closed network connection | connection broken | connection closed by peer
            software caused connection abort | lost connection to mysql server | mysql server has gone away
            header parser received no bytes | server closed idle connection | stream was reset
            remote end hung up unexpectedly | empty reply from server | recv failure | send failure
            connection closed unexpectedly | closed the connection unexpectedly | connection has been closed unexpectedly
            underlying connection was closed | ended prematurely | prematurely closed connection | premature close
            connection lost | lost connection | connection was lost | disconnected before .. response
            received rst_stream | rst_stream | goaway | transport is closing | connection was aborted
            unexpected eof while reading | early eof | unexpected disconnect | connection unexpectedly closed
            server disconnected | connection terminated unexpectedly | connection is closed $ | connection closed $
            response ended prematurely | error while reading from socket | cannot open channel to
            connection was killed | other side closed | peer closed connection | connection dropped
            connection was reset | stream closed eof | stream not closed cleanly | session closed by server
            network-related or instance-specific error | transport-level error has occurred
            """;

    private static Condition refusedBeforeSending() {
        Condition named = named("""
                ECONNREFUSED Errno::ECONNREFUSED ConnectionRefusedError HttpHostConnectException HttpConnectException
                """);
        // Kafka Connect calls all its failures so.
        Condition javaType = named("ConnectException AnnotatedConnectException")
                .and(named("org.apache.kafka.connect.errors.ConnectException").negate())
                .and(says("timed out | timeout | permission denied").negate());
        Condition text = says("""
                connect econnrefused | connect connection refused | errno 111 connection refused
                errno 61 connection refused | os error 111 | os error 61 | ^ connection refused
                finishconnect .. connection refused | unavailable io exception .. connection refused
                check that the hostname and port are correct | failed to establish a new connection .. connection refused
                failed to connect to .. port # .. connection refused | failed to open tcp connection to .. connection refused
                target machine actively refused it
                """);
        return named.or(javaType).or(text);
    }

    /** What texts say, and the JDK's types when nothing else does. */
    static List<Rule> generic() {
        return List.of(
                unknown("net.untold", "POSIX connect: neither the peer nor the reason is told", says("""
                        ^ connection failed $ | ^ the connection attempt failed $ | ^ could not connect $ | ^ unable to connect $
                        ^ failed to connect $ | ^ cannot connect $ | ^ connection attempt failed $
                        """)),
                auto(
                                "net.cannot-connect",
                                NETWORK,
                                "POSIX connect: nothing more is known than that it failed",
                                named("""
                                        ConnectionError NewConnectionError APIConnectionError ConnectError NetworkError
                                        NetworkException MongoNetworkError JedisConnectionException
                                        RedisConnectionException RedisConnectionFailureException AmqpConnectException
                                        CommunicationsException ResourceAccessException WebClientRequestException
                                        EndpointConnectionError ClientConnectorError ConnectionException
                                        CommunicationException FetchError MongoSocketOpenException ERR_CONNECTION_REFUSED
                                        MongoSocketReadException MongoSocketWriteException MongoSocketException
                                        """).or(says("""
                                        error reading ssh protocol banner | failed on connection exception | could not connect to | failed to connect to | unable to connect to | cannot connect to
                                        can t connect to | failed to establish a new connection | connection error $
                                        communications link failure | network error | fetch failed | ^ failed to fetch $ | failed to fetch http | failed to fetch https | typeerror failed to fetch
                                        error connecting to | connection failed | could not open connection
                                        broker may not be available | all mirrors were tried | unable to establish connection | could not connect through | unable to reach
                                        connection could not be established | couldn t connect to | error while dialing
                                        i/o error occurred while sending to the backend | connection attempt failed
                                        could not establish connection | can t reach | could not reach | session is down
                                        max retries per request | error establishing .. connection
                                        """)))
                        .reaching(Rule.Reach.MANY_CAUSES),
                auto(
                                "net.closed",
                                NETWORK,
                                JDK + ": the transport ended",
                                NO_ANSWER.and(named("""
                                        EOFException ClosedChannelException SocketException AsynchronousCloseException
                                        ClosedConnectionException StacklessClosedChannelException EOFError
                                        """)
                                        .or(says("unexpected eof $ | ^ eof $"))
                                        .and(
                                                says("compressed | where not expected | marker | when reading a line | end-of-stream")
                                                        .negate())))
                        .reaching(Rule.Reach.MANY_CAUSES));
    }
}
