package io.ripresa.web;

import java.util.List;
import java.util.Locale;

/**
 * How the REST API and the page are served.
 *
 * @param path what stands before every address, empty or {@code /something} without a slash at the end
 * @param allowedHosts host names, without port, under which everybody may ask for the pages, also from other machines
 * @param maxRequestBytes largest body of a request
 * @param maxStreamClients most pages that follow the live stream at once
 */
public record WebSettings(String path, List<String> allowedHosts, int maxRequestBytes, int maxStreamClients) {

    /** At the root of the server, loopback names only, 1 MB, 64 live pages. */
    public static final WebSettings DEFAULT = new WebSettings("", List.of(), 1 << 20, 64);

    public WebSettings {
        if (!path.isEmpty() && (!path.startsWith("/") || path.endsWith("/"))) {
            throw new IllegalArgumentException(
                    "web.path \"" + path + "\" must be empty, or begin with / and not end with it, as in \"/ripresa\"");
        }
        if (maxRequestBytes < 1024) {
            throw new IllegalArgumentException(
                    "web.max-request-bytes " + maxRequestBytes + " is too small; give at least 1024");
        }
        if (maxStreamClients < 1) {
            throw new IllegalArgumentException(
                    "web.max-stream-clients " + maxStreamClients + " is too small; give at least 1");
        }
        allowedHosts =
                allowedHosts.stream().map(h -> h.toLowerCase(Locale.ROOT)).toList();
    }

    /** These settings under another path. */
    public WebSettings withPath(String newPath) {
        return new WebSettings(newPath, allowedHosts, maxRequestBytes, maxStreamClients);
    }
}
