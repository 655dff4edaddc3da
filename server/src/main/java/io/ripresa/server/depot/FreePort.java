package io.ripresa.server.depot;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.random.RandomGenerator;

/**
 * Finds a free port below the range from which operating systems take ports for outgoing connections: the depot closes
 * its port and must find it free again.
 */
public final class FreePort {

    private static final int FROM = 20_000;
    private static final int BELOW = 30_000;

    private FreePort() {}

    public static int find(RandomGenerator random) throws IOException {
        for (int i = 0; i < 200; i++) {
            int port = random.nextInt(FROM, BELOW);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IOException("no free port between " + FROM + " and " + BELOW);
    }

    /** Whether somebody could listen there on the loopback interface now. */
    public static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
