package io.ripresa.spring;

import io.ripresa.model.Dependency;
import io.ripresa.spi.DependencyProbe;
import io.ripresa.worker.HttpTargets;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Asks an endpoint whether it works: connects, and where a URL is given asks for it and takes 200 to 299 for yes.
 * Redirects are not followed; the address that is checked against the allow-list is the one that is connected to.
 * Thread-safe.
 */
final class EndpointProbe implements DependencyProbe {

    private static final int TIMEOUT_MILLIS = 3000;
    private static final int MAX_STATUS_LINE = 1000;

    private final Dependency dependency;
    private final String host;
    private final int port;
    private final @Nullable URI url;
    private final Duration period;
    private final HttpTargets targets;

    private EndpointProbe(
            Dependency dependency, String host, int port, @Nullable URI url, Duration period, HttpTargets targets) {
        this.dependency = dependency;
        this.host = host;
        this.port = port;
        this.url = url;
        this.period = period;
        this.targets = targets;
    }

    static EndpointProbe of(RipresaProperties.Probe settings, HttpTargets targets) {
        String address = settings.url();
        String endpoint = settings.tcp();
        URI url = address == null ? null : parse(address);
        String host;
        int port;
        if (url != null) {
            host = url.getHost();
            port = url.getPort() > 0 ? url.getPort() : url.getScheme().equalsIgnoreCase("https") ? 443 : 80;
        } else {
            String target = endpoint == null ? "" : endpoint;
            Settings.target("probes.tcp", target);
            int colon = target.lastIndexOf(':');
            host = target.substring(0, colon);
            port = Integer.parseInt(target.substring(colon + 1));
        }
        String name = settings.dependency();
        Dependency dependency = name == null ? Dependency.endpoint(host, port) : new Dependency(name);
        return new EndpointProbe(dependency, host, port, url, settings.period(), targets);
    }

    private static URI parse(String address) {
        try {
            URI url = URI.create(address);
            String scheme = String.valueOf(url.getScheme());
            if (url.getHost() != null && (scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https"))) {
                return url;
            }
        } catch (IllegalArgumentException e) {
            throw notAnUrl(address);
        }
        throw notAnUrl(address);
    }

    private static BadSetting notAnUrl(String address) {
        return new BadSetting(
                "ripresa.probes.url", address, "is no http or https address", "Give \"http://localhost:9090/health\".");
    }

    @Override
    public Dependency dependency() {
        return dependency;
    }

    @Override
    public Duration period() {
        return period;
    }

    @Override
    public ProbeResult probe() {
        try {
            InetAddress address = targets.filter(host, port, InetAddress.getAllByName(bare(host)))
                    .get(0);
            try (Socket socket = new Socket()) {
                socket.setSoTimeout(TIMEOUT_MILLIS);
                socket.connect(new InetSocketAddress(address, port), TIMEOUT_MILLIS);
                return url == null
                        ? new ProbeResult(true, host + ":" + port + " takes connections.")
                        : ask(socket, url);
            }
        } catch (IOException | IllegalArgumentException e) {
            return new ProbeResult(false, host + ":" + port + " does not answer: " + e.getMessage());
        }
    }

    private ProbeResult ask(Socket plain, URI address) throws IOException {
        try (Socket socket = address.getScheme().equalsIgnoreCase("https") ? secure(plain) : plain) {
            String path = address.getRawPath() == null || address.getRawPath().isEmpty() ? "/" : address.getRawPath();
            String query = address.getRawQuery() == null ? "" : "?" + address.getRawQuery();
            String request = "GET " + path + query + " HTTP/1.1\r\nHost: " + address.getRawAuthority()
                    + "\r\nUser-Agent: Ripresa\r\nAccept: */*\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            BufferedReader answer =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            StringBuilder line = new StringBuilder();
            for (int c = answer.read(); c >= 0 && c != '\n' && line.length() < MAX_STATUS_LINE; c = answer.read()) {
                line.append((char) c);
            }
            String[] parts = line.toString().strip().split(" ", 3);
            boolean passed = parts.length > 1 && parts[0].startsWith("HTTP/") && parts[1].matches("2\\d\\d");
            return new ProbeResult(
                    passed,
                    host + ":" + port + " answered "
                            + (parts.length > 1 ? parts[1].replaceAll("\\P{Alnum}", "") : "something else than HTTP")
                            + ".");
        }
    }

    private Socket secure(Socket plain) throws IOException {
        SSLSocket socket =
                (SSLSocket) ((SSLSocketFactory) SSLSocketFactory.getDefault()).createSocket(plain, host, port, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private static String bare(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }
}
