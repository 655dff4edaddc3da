package io.ripresa.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Stands before every request: host names that a web page elsewhere could have re-bound are refused, so are changes
 * that come from other origins, in another form than JSON or larger than allowed; and every answer tells the browser to
 * load nothing from elsewhere.
 *
 * <p>Stands behind the application's own security, where there is one. A request of somebody who is signed in may ask
 * for any host name: a browser gives what proves him to the names it belongs to and to no re-bound one. Where nobody is
 * signed in, only this machine is answered, by its loopback names, unless the settings allow a name to everybody.
 */
public final class RequestGuard extends OncePerRequestFilter {

    private static final Set<String> SAFE_METHODS = new TreeSet<>(Set.of("GET", "HEAD", "OPTIONS"));
    private static final Set<String> LOOPBACK = new TreeSet<>(Set.of("localhost", "127.0.0.1", "[::1]"));

    /** Nothing but our own files; no inline script or style; not inside another page. */
    static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; "
            + "img-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; "
            + "frame-ancestors 'none'";

    private final WebSettings settings;

    public RequestGuard(WebSettings settings) {
        this.settings = settings;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        response.setHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("X-Frame-Options", "DENY");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        response.setHeader("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
        Problem problem = refusal(request);
        if (problem != null) {
            answer(response, problem);
            return;
        }
        chain.doFilter(new BoundedRequest(request, settings.maxRequestBytes()), response);
    }

    private @Nullable Problem refusal(HttpServletRequest request) {
        String host = request.getHeader("Host");
        boolean anonymous = request.getUserPrincipal() == null;
        boolean allowed = host != null && settings.allowedHosts().contains(hostName(host));
        if (anonymous && !allowed && (host == null || !LOOPBACK.contains(hostName(host)))) {
            return new Problem(
                    403,
                    "Host not allowed",
                    "The request asks for host \"" + host
                            + "\", which is none of this server's names, and nobody is signed in.",
                    "Host",
                    host,
                    "Use http://localhost:" + request.getLocalPort()
                            + ", sign in, or add the name to ripresa.web.allowed-hosts.");
        }
        if (anonymous && !allowed && !isThisMachine(request.getRemoteAddr())) {
            return new Problem(
                    403,
                    "Not signed in",
                    "The request comes from another machine, and nobody is signed in.",
                    "address",
                    request.getRemoteAddr(),
                    "Let the application's security ask who it is, or open a name to everybody by"
                            + " ripresa.web.allowed-hosts.");
        }
        if (SAFE_METHODS.contains(request.getMethod())) {
            return null;
        }
        Problem foreign = foreignOrigin(request);
        if (foreign != null) {
            return foreign;
        }
        String type = request.getContentType();
        if (type == null || !mediaType(type).equals("application/json")) {
            return new Problem(
                    415,
                    "Content type not supported",
                    type == null
                            ? "The request has no Content-Type."
                            : "The request's Content-Type is not application/json.",
                    "Content-Type",
                    type,
                    "Send JSON with the header Content-Type: application/json.");
        }
        if (request.getContentLengthLong() > settings.maxRequestBytes()) {
            return tooLarge(settings.maxRequestBytes());
        }
        return null;
    }

    private static @Nullable Problem foreignOrigin(HttpServletRequest request) {
        String origin = request.getHeader("Origin");
        String site = request.getHeader("Sec-Fetch-Site");
        // What the browser says itself goes before what proxies may have changed on the way.
        boolean ours = site == null
                ? origin == null || isSameOrigin(origin, request)
                : site.equals("same-origin") || site.equals("none");
        if (ours) {
            return null;
        }
        return new Problem(
                403,
                "Origin not allowed",
                "A page of another origin must not change anything here.",
                "Origin",
                origin,
                "Send the request from this server's own page, or without a browser.");
    }

    /** The origin must be the very host and port that the request asks for, as it says or as a trusted proxy says. */
    private static boolean isSameOrigin(String origin, HttpServletRequest request) {
        try {
            URI uri = URI.create(origin);
            String authority = uri.getAuthority();
            if (authority == null) {
                return false;
            }
            int port = uri.getPort() > 0 ? uri.getPort() : "https".equals(uri.getScheme()) ? 443 : 80;
            return authority.equalsIgnoreCase(request.getHeader("Host"))
                    || request.getServerName().equalsIgnoreCase(uri.getHost()) && request.getServerPort() == port;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Takes an address as the container gives it: numbers, which are not looked up. */
    private static boolean isThisMachine(String address) {
        try {
            return InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static String hostName(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        int colon = lower.lastIndexOf(':');
        return colon < 0 || lower.endsWith("]") ? lower : lower.substring(0, colon);
    }

    private static String mediaType(String contentType) {
        int semicolon = contentType.indexOf(';');
        return (semicolon < 0 ? contentType : contentType.substring(0, semicolon))
                .strip()
                .toLowerCase(Locale.ROOT);
    }

    static Problem tooLarge(int maxBytes) {
        return new Problem(
                413,
                "Content too large",
                "The request is larger than " + maxBytes + " bytes.",
                "body",
                null,
                "Send fewer tasks at once, or larger data by reference.");
    }

    static void answer(HttpServletResponse response, Problem problem) throws IOException {
        response.setStatus(problem.status());
        response.setContentType("application/problem+json");
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        StrictJson.write(problem, response.getOutputStream());
    }

    /** A body may come in pieces, without saying how long it is. */
    private static final class BoundedRequest extends HttpServletRequestWrapper {
        private final int maxBytes;

        BoundedRequest(HttpServletRequest request, int maxBytes) {
            super(request);
            this.maxBytes = maxBytes;
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            return new BoundedInput(super.getInputStream(), maxBytes);
        }

        @Override
        public BufferedReader getReader() throws IOException {
            return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
        }
    }

    private static final class BoundedInput extends ServletInputStream {
        private final ServletInputStream in;
        private final int maxBytes;
        private int read;

        BoundedInput(ServletInputStream in, int maxBytes) {
            this.in = in;
            this.maxBytes = maxBytes;
        }

        @Override
        public int read() throws IOException {
            int b = in.read();
            count(b < 0 ? 0 : 1);
            return b;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int n = in.read(buffer, offset, length);
            count(Math.max(0, n));
            return n;
        }

        private void count(int n) {
            read += n;
            if (read > maxBytes) {
                throw new ProblemException(tooLarge(maxBytes));
            }
        }

        @Override
        public boolean isFinished() {
            return in.isFinished();
        }

        @Override
        public boolean isReady() {
            return in.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            in.setReadListener(listener);
        }
    }
}
