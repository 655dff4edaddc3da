package io.ripresa.worker;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Makes one HTTP/1.1 call on a connection of its own to an address that was checked before. Names are resolved once:
 * what was checked is what is connected to, while Host, SNI and certificate are those of the name. No proxy, no redirect,
 * no repetition. Thread-safe.
 *
 * <p>Failures tell how far the call came: {@link ConnectException}, {@link HttpConnectTimeoutException} and
 * {@link SSLHandshakeException} mean that no request was sent; {@link HttpTimeoutException} that no complete answer came
 * in time.
 */
final class HttpCaller {

    private final SSLSocketFactory tls;
    private final InstantSource clock;

    HttpCaller(SSLSocketFactory tls, InstantSource clock) {
        this.tls = tls;
        this.clock = clock;
    }

    HttpAnswer call(HttpCallSpec spec, Map<String, String> headers, List<InetAddress> addresses, Duration timeout)
            throws IOException {
        Deadline deadline = new Deadline(clock, clock.instant().plus(timeout), timeout);
        try (Socket plain = connect(spec, addresses, deadline)) {
            Socket socket = spec.isTls() ? handshake(plain, spec, deadline) : plain;
            try {
                write(socket.getOutputStream(), spec, headers);
                return new HttpAnswerReader(new BufferedInputStream(new TimedStream(socket, deadline)))
                        .read(spec.method());
            } catch (SocketTimeoutException e) {
                throw deadline.passed(e);
            }
        }
    }

    private record Deadline(InstantSource clock, Instant at, Duration timeout) {

        /** Milliseconds left, at least 1. */
        int left() throws SocketTimeoutException {
            long millis = Duration.between(clock.instant(), at).toMillis();
            if (millis <= 0) {
                throw new SocketTimeoutException("time is over");
            }
            return (int) Math.min(millis, Integer.MAX_VALUE);
        }

        HttpTimeoutException passed(IOException cause) {
            HttpTimeoutException e = new HttpTimeoutException(
                    "request timed out: no complete answer within " + timeout.toMillis() + " ms");
            e.initCause(cause);
            return e;
        }
    }

    private static Socket connect(HttpCallSpec spec, List<InetAddress> addresses, Deadline deadline)
            throws IOException {
        IOException last = new ConnectException("no address to connect to");
        for (InetAddress address : addresses) {
            // A channel's socket, since an interrupt closes it: a run that is stopped does not wait for the far side.
            Socket socket = SocketChannel.open().socket();
            try {
                socket.connect(new InetSocketAddress(address, spec.port()), deadline.left());
                socket.setTcpNoDelay(true);
                return socket;
            } catch (SocketTimeoutException e) {
                socket.close();
                HttpConnectTimeoutException timedOut = new HttpConnectTimeoutException("HTTP connect timed out");
                timedOut.initCause(e);
                throw timedOut;
            } catch (ConnectException | NoRouteToHostException e) {
                socket.close();
                last = e;
            } catch (IOException | RuntimeException e) {
                socket.close();
                throw e;
            }
        }
        throw last;
    }

    private Socket handshake(Socket plain, HttpCallSpec spec, Deadline deadline) throws IOException {
        SSLSocket socket = (SSLSocket) tls.createSocket(plain, spec.host(), spec.port(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        try {
            socket.setSoTimeout(deadline.left());
            socket.startHandshake();
            return socket;
        } catch (SocketTimeoutException e) {
            SSLHandshakeException timedOut = new SSLHandshakeException("TLS handshake timed out");
            timedOut.initCause(e);
            throw timedOut;
        }
    }

    private static void write(OutputStream out, HttpCallSpec spec, Map<String, String> headers) throws IOException {
        String body = spec.body();
        byte[] bytes = body == null ? new byte[0] : body.getBytes(StandardCharsets.UTF_8);
        boolean sendsBody = body != null || List.of("PUT", "POST", "PATCH").contains(spec.method());
        boolean usualPort = spec.port() == (spec.isTls() ? 443 : 80);
        StringBuilder head = new StringBuilder()
                .append(spec.method())
                .append(' ')
                .append(spec.path())
                .append(" HTTP/1.1\r\nHost: ")
                .append(spec.host())
                .append(usualPort ? "" : ":" + spec.port())
                .append("\r\nConnection: close\r\n");
        if (sendsBody) {
            head.append("Content-Length: ").append(bytes.length).append("\r\n");
        }
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        head.append("\r\n");
        byte[] headBytes = head.toString().getBytes(StandardCharsets.ISO_8859_1);
        byte[] message = java.util.Arrays.copyOf(headBytes, headBytes.length + bytes.length);
        System.arraycopy(bytes, 0, message, headBytes.length, bytes.length);
        out.write(message);
        out.flush();
    }

    /** Every read has what is left of the deadline. */
    private static final class TimedStream extends InputStream {
        private final Socket socket;
        private final InputStream in;
        private final Deadline deadline;

        TimedStream(Socket socket, Deadline deadline) throws IOException {
            this.socket = socket;
            this.in = socket.getInputStream();
            this.deadline = deadline;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int from, int length) throws IOException {
            socket.setSoTimeout(deadline.left());
            return in.read(buffer, from, length);
        }
    }
}
