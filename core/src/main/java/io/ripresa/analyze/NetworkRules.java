package io.ripresa.analyze;

import static io.ripresa.analyze.Condition.answered;
import static io.ripresa.analyze.Condition.anyStatus;
import static io.ripresa.analyze.Condition.frame;
import static io.ripresa.analyze.Condition.has;
import static io.ripresa.analyze.Condition.nameEnds;
import static io.ripresa.analyze.Condition.named;
import static io.ripresa.analyze.Condition.says;
import static io.ripresa.analyze.Rule.afterFix;
import static io.ripresa.analyze.Rule.auto;

import io.ripresa.model.Category;
import io.ripresa.model.FailureReport;
import java.util.List;

/** Name resolution, connections, transport. */
final class NetworkRules {

    private static final String POSIX = "POSIX.1-2017 errno and getaddrinfo";
    private static final String JDK = "java.net and javax.net.ssl API specification";

    private static final Condition REFUSED = says("connection refused", "econnrefused", "actively refused it")
            .or(named("ECONNREFUSED", "Errno::ECONNREFUSED", "ConnectionRefusedError"));
    private static final Condition LOOPBACK =
            says("127.0.0.1", "localhost", "0.0.0.0", "econnrefused :: 1", "0:0:0:0:0:0:0:1");
    private static final Condition PLACEHOLDER = (evidence, link) -> PlaceholderHosts.isIn(link.text());

    private NetworkRules() {}

    /** What only looks like a network failure. */
    static List<Rule> misleading() {
        return List.of(
                afterFix(
                        "net.placeholder-host",
                        Category.CONFIGURATION,
                        "RFC 2606 and common placeholders: the host was never filled in",
                        PLACEHOLDER.and(says(
                                        "getaddrinfo",
                                        "enotfound",
                                        "eai_again",
                                        "unknown host",
                                        "could not resolve",
                                        "name or service not known",
                                        "no such host",
                                        "unable to resolve",
                                        "nodename nor servname",
                                        "temporary failure in name resolution",
                                        "failed to resolve")
                                .or(named("UnknownHostException")))),
                afterFix(
                        "net.own-host-name",
                        Category.CONFIGURATION,
                        "java.net.InetAddress#getLocalHost: the machine's own name does not resolve",
                        named("UnknownHostException").and(frame("InetAddress.getLocalHost"))),
                afterFix(
                        "net.refused-loopback",
                        Category.CONFIGURATION,
                        "RFC 1122 3.2.1.3: a loopback address never leaves the host",
                        REFUSED.and(LOOPBACK)
                                .and(has(FailureReport.TARGET).negate())
                                .and(anyStatus().negate())
                                .and(says("deferred", "upstream").negate())),
                afterFix(
                        "net.address-not-available",
                        Category.CONFIGURATION,
                        POSIX + ": EADDRNOTAVAIL",
                        says("cannot assign requested address", "eaddrnotavail", "can t assign requested address")),
                afterFix(
                        "net.address-in-use",
                        Category.CONFIGURATION,
                        POSIX + ": EADDRINUSE",
                        says("address already in use", "eaddrinuse", "only one usage of each socket address")
                                .or(named("PortInUseException"))));
    }

    /** Typed and coded network failures. */
    static List<Rule> typed() {
        Condition noAnswer = answered().negate();
        return List.of(
                auto(
                                "net.refused",
                                Category.NETWORK,
                                POSIX + ": ECONNREFUSED; " + JDK + ": ConnectException",
                                noAnswer.and(named(
                                                "ECONNREFUSED",
                                                "Errno::ECONNREFUSED",
                                                "ConnectionRefusedError",
                                                "HttpHostConnectException",
                                                "HttpConnectException",
                                                "NewConnectionError")
                                        .and(says("timed out", "resolution").negate())
                                        .or(nameEnds("ConnectException")
                                                .and(says("timed out").negate()))
                                        .or(says(
                                                "connect econnrefused",
                                                "connect connection refused",
                                                "errno 111 connection refused",
                                                "errno 61 connection refused",
                                                "os error 111",
                                                "^ connection refused",
                                                "connection to # # # # * refused",
                                                "connection to .. refused check that the hostname"))))
                        .provingNotProcessed(),
                auto(
                                "net.connect-timeout",
                                Category.NETWORK,
                                JDK + ": HttpConnectTimeoutException, SocketTimeoutException while connecting",
                                noAnswer.and(named(
                                                "HttpConnectTimeoutException",
                                                "ConnectTimeoutException",
                                                "ConnectTimeoutError",
                                                "ConnectTimeout",
                                                "UND_ERR_CONNECT_TIMEOUT")
                                        .or(nameEnds(
                                                        "ConnectException",
                                                        "SocketTimeoutException",
                                                        "HttpTimeoutException")
                                                .and(says("connect timed out", "connection timed out")))))
                        .provingNotProcessed(),
                auto(
                                "net.no-route",
                                Category.NETWORK,
                                POSIX + ": EHOSTUNREACH, ENETUNREACH",
                                noAnswer.and(named(
                                                "NoRouteToHostException",
                                                "EHOSTUNREACH",
                                                "ENETUNREACH",
                                                "Errno::EHOSTUNREACH",
                                                "Errno::ENETUNREACH")
                                        .or(says(
                                                "no route to host",
                                                "network is unreachable",
                                                "host is unreachable",
                                                "ehostunreach",
                                                "enetunreach"))))
                        .provingNotProcessed(),
                auto(
                                "net.dns-temporary",
                                Category.NETWORK,
                                POSIX + ": EAI_AGAIN; RFC 1035: SERVFAIL",
                                noAnswer.and(says(
                                                "temporary failure in name resolution",
                                                "eai_again",
                                                "server misbehaving",
                                                "dns servfail",
                                                "getaddrinfo errno 3",
                                                "no such host is known try again")
                                        .or(named("EAI_AGAIN"))))
                        .provingNotProcessed(),
                auto(
                                "net.dns-no-such-name",
                                Category.NETWORK,
                                POSIX + ": EAI_NONAME; RFC 1035: NXDOMAIN; " + JDK + ": UnknownHostException",
                                noAnswer.and(named(
                                                "UnknownHostException",
                                                "ENOTFOUND",
                                                "UnresolvedAddressException",
                                                "gaierror",
                                                "NameResolutionError",
                                                "ERR_NAME_NOT_RESOLVED")
                                        .or(says(
                                                "getaddrinfo enotfound",
                                                "name or service not known",
                                                "no such host",
                                                "could not resolve host",
                                                "nodename nor servname provided",
                                                "unable to resolve host",
                                                "name does not resolve",
                                                "failed to resolve",
                                                "could not resolve hostname",
                                                "could not translate host name",
                                                "name resolution failed"))))
                        .provingNotProcessed(),
                auto(
                                "net.tls-handshake",
                                Category.NETWORK,
                                "RFC 8446 4: application data follows the handshake; " + JDK,
                                noAnswer.and(named("SSLHandshakeException", "AsyncRequestTimeoutException")
                                        .and(says(
                                                "remote host terminated",
                                                "remote host closed",
                                                "connection reset",
                                                "terminated the handshake"))
                                        .or(says(
                                                "tls handshake timeout",
                                                "ssl handshake timeout",
                                                "handshake timed out",
                                                "eof during handshake",
                                                "unexpected eof while reading ssl handshake"))))
                        .provingNotProcessed(),
                auto(
                        "net.reset",
                        Category.NETWORK,
                        POSIX + ": ECONNRESET, EPIPE, ECONNABORTED",
                        noAnswer.and(named(
                                        "ECONNRESET",
                                        "EPIPE",
                                        "ECONNABORTED",
                                        "Errno::ECONNRESET",
                                        "Errno::EPIPE",
                                        "ConnectionResetError",
                                        "BrokenPipeError",
                                        "ConnectionAbortedError",
                                        "RemoteDisconnected",
                                        "ProtocolError",
                                        "UND_ERR_SOCKET",
                                        "NoHttpResponseException",
                                        "ConnectionClosedException",
                                        "ServerDisconnectedError",
                                        "IncompleteRead",
                                        "RemoteProtocolError",
                                        "PrematureCloseException")
                                .or(says(
                                        "connection reset",
                                        "socket hang up",
                                        "econnreset",
                                        "broken pipe",
                                        "connection aborted",
                                        "forcibly closed by the remote host",
                                        "connection was closed",
                                        "remote end closed connection",
                                        "server closed the connection",
                                        "unexpected end of stream",
                                        "connection prematurely closed",
                                        "failed to respond",
                                        "use of closed network connection",
                                        "connection broken",
                                        "software caused connection abort",
                                        "lost connection to mysql server",
                                        "mysql server has gone away",
                                        "header parser received no bytes",
                                        "server closed idle connection",
                                        "stream was reset")))));
    }

    /** What the JDK's types say when nothing else does. */
    static List<Rule> generic() {
        return List.of(auto(
                "net.closed",
                Category.NETWORK,
                JDK + ": the transport ended",
                answered()
                        .negate()
                        .and(named(
                                "EOFException",
                                "ClosedChannelException",
                                "SocketException",
                                "AsynchronousCloseException",
                                "ClosedConnectionException"))));
    }
}
