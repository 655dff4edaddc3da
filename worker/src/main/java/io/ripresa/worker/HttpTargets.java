package io.ripresa.worker;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where HTTP tasks may call: patterns {@code host:port}. The host is a name or address, {@code *.example.com} for all
 * names below it, or {@code *}; the port is a number or {@code *}. {@code localhost} and the loopback addresses are one.
 * Nothing is allowed that no pattern names.
 *
 * <p>Addresses that are not public (loopback, private, link-local, carrier-grade NAT, multicast, reserved) may only be
 * called where a pattern names the host itself: a wildcard must not open the inner network to whoever owns a name.
 */
public final class HttpTargets {

    /** Nothing is allowed. */
    public static final HttpTargets NONE = new HttpTargets(List.of());

    private static final Pattern FORM =
            Pattern.compile("(\\*|\\*\\.[A-Za-z0-9.-]+|[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+]):(\\*|[0-9]{1,5})");

    private final List<Allowed> allowed;

    private record Allowed(String host, int port) {

        private static final int ANY_PORT = 0;

        static Allowed parse(String pattern) {
            Matcher parts = FORM.matcher(pattern.strip());
            if (!parts.matches()) {
                throw new IllegalArgumentException("allowed target \"" + pattern
                        + "\" is not of the form host:port; write for example api.example.com:443, *.example.com:443"
                        + " or localhost:*");
            }
            int port = parts.group(2).equals("*") ? ANY_PORT : Integer.parseInt(parts.group(2));
            if (port > 65_535 || port == ANY_PORT && !parts.group(2).equals("*")) {
                throw new IllegalArgumentException(
                        "allowed target \"" + pattern + "\" has port " + port + "; ports go from 1 to 65535");
            }
            return new Allowed(canonical(parts.group(1)), port);
        }

        boolean covers(String name, int number) {
            boolean hostFits = names(name)
                    || host.equals("*")
                    || host.startsWith("*.") && name.endsWith(host.substring(1)) && name.length() > host.length() - 1;
            return hostFits && (port == ANY_PORT || port == number);
        }

        boolean names(String name) {
            return host.equals(name);
        }
    }

    private HttpTargets(List<Allowed> allowed) {
        this.allowed = allowed;
    }

    /**
     * Allows what these patterns name; {@link #NONE} where there are none.
     *
     * @throws IllegalArgumentException if a pattern is malformed: names it
     */
    public static HttpTargets of(List<String> patterns) {
        return patterns.isEmpty()
                ? NONE
                : new HttpTargets(patterns.stream().map(Allowed::parse).toList());
    }

    /**
     * Checks a target by its name, before it is resolved.
     *
     * @throws TargetNotAllowedException if no pattern covers it
     */
    public void require(String host, int port) {
        String name = canonical(host);
        if (allowed.stream().noneMatch(a -> a.covers(name, port))) {
            throw new TargetNotAllowedException("target " + name + ":" + port + " is not on the allow-list of HTTP"
                    + " targets" + (allowed.isEmpty() ? ", which is empty" : "") + "; add \"" + name + ":" + port
                    + "\" to it if tasks shall call it.");
        }
    }

    /**
     * Those of the addresses that may be called. Connect to one of these and resolve the name no second time.
     *
     * @throws TargetNotAllowedException if there is none
     */
    public List<InetAddress> filter(String host, int port, InetAddress... addresses) {
        require(host, port);
        String name = canonical(host);
        boolean named = allowed.stream().anyMatch(a -> a.names(name) && a.covers(name, port));
        List<InetAddress> usable =
                Arrays.stream(addresses).filter(a -> named || isPublic(a)).toList();
        if (usable.isEmpty()) {
            throw new TargetNotAllowedException("target " + name + ":" + port + " leads to "
                    + Arrays.stream(addresses).map(InetAddress::getHostAddress).toList()
                    + ", which is not public; only a pattern that names the host itself allows that: add \"" + name
                    + ":" + port + "\" to the allow-list of HTTP targets if it is meant.");
        }
        return usable;
    }

    /** Lower case, without the final dot; the names of the loopback interface are one. */
    static String canonical(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        if (name.endsWith(".")) {
            name = name.substring(0, name.length() - 1);
        }
        return switch (name) {
            case "127.0.0.1", "::1", "[::1]", "[0:0:0:0:0:0:0:1]" -> "localhost";
            default -> name;
        };
    }

    /** Whether an address belongs to everybody: none of the special blocks of RFC 6890. */
    static boolean isPublic(InetAddress address) {
        if (address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return false;
        }
        byte[] bytes = address.getAddress();
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        if (address instanceof Inet4Address) {
            return !(first == 0
                    || first == 127
                    || first >= 240
                    || first == 100 && second >= 64 && second < 128 // carrier-grade NAT
                    || first == 192 && second == 0 && bytes[2] == 0 // IETF assignments
                    || first == 198 && (second == 18 || second == 19)); // benchmarks
        }
        boolean uniqueLocal = (first & 0xfe) == 0xfc;
        boolean carriesIpv4 = first == 0x20 && second == 0x02 // 6to4
                || first == 0x00 && second == 0x64 // NAT64
                || first == 0x20 && second == 0x01 && bytes[2] == 0 && bytes[3] == 0 // Teredo
                || first == 0 && second == 0; // IPv4-compatible and other reserved ones
        return !uniqueLocal && !carriesIpv4;
    }
}
