package io.ripresa.server;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Under which names a node and its worker go, where they were not given. */
final class NodeNames {

    static final String NODE = "node";

    private static final String WORKER = "worker.id";

    private NodeNames() {}

    /**
     * A node that was given no name is called after host and process. A worker that was given none has that of its node;
     * alone on a file of its own it keeps its default, which is the same after a restart.
     */
    static ServerSettings fill(ServerSettings settings) {
        String node = settings.properties().get(NODE);
        String name = node == null ? hostName() + "-" + ProcessHandle.current().pid() : node;
        boolean alone = settings.database().url().matches("(jdbc:)?h2:.*");
        ServerSettings named = settings.withProperty(NODE, name);
        return settings.properties().containsKey(WORKER) || node == null && alone
                ? named
                : named.withProperty(WORKER, name);
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
