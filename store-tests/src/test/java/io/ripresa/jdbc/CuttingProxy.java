package io.ripresa.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Stands between a client and PostgreSQL and cuts connections: at a text that the client sends, before it is passed on
 * or when its answer comes back. One cut, then it only passes on.
 */
final class CuttingProxy implements AutoCloseable {

    /** When the connection is cut. */
    enum Cut {
        /** The database never gets it. */
        BEFORE,
        /** The database does it, and the client does not hear of it. */
        AT_THE_ANSWER
    }

    private final ServerSocket door;
    private final int port;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private volatile String text = "";
    private volatile Cut cut = Cut.BEFORE;

    CuttingProxy(int port) throws IOException {
        this.port = port;
        door = new ServerSocket(0, 50, loopback());
        threads.execute(this::accept);
    }

    int port() {
        return door.getLocalPort();
    }

    /** From now on, once. */
    void cutAt(String newText, Cut newCut) {
        cut = newCut;
        text = newText;
    }

    boolean hasCut() {
        return text.isEmpty();
    }

    private static InetAddress loopback() throws IOException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    }

    private void accept() {
        try {
            while (!door.isClosed()) {
                Socket client = door.accept();
                Socket server = new Socket(loopback(), port);
                sockets.addAll(List.of(client, server));
                threads.execute(() -> requests(client, server));
            }
        } catch (IOException e) {
            return; // closed
        }
    }

    private void requests(Socket client, Socket server) {
        // In step: what the server says is passed on by a thread of its own until a cut is near.
        Answers answers = new Answers(client, server);
        threads.execute(answers);
        try {
            byte[] buffer = new byte[1 << 16];
            InputStream in = client.getInputStream();
            OutputStream out = server.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                String sent = new String(buffer, 0, read, StandardCharsets.ISO_8859_1);
                if (!text.isEmpty() && sent.contains(text)) {
                    text = "";
                    if (cut == Cut.AT_THE_ANSWER) {
                        answers.dropped = true;
                        out.write(buffer, 0, read);
                        out.flush();
                        return;
                    }
                    close(client, server);
                    return;
                }
                out.write(buffer, 0, read);
                out.flush();
            }
        } catch (IOException e) {
            close(client, server);
        }
    }

    private static final class Answers implements Runnable {
        private final Socket client;
        private final Socket server;
        private volatile boolean dropped;

        Answers(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        @Override
        public void run() {
            try {
                byte[] buffer = new byte[1 << 16];
                InputStream in = server.getInputStream();
                for (int read = in.read(buffer); read >= 0 && !dropped; read = in.read(buffer)) {
                    client.getOutputStream().write(buffer, 0, read);
                }
            } catch (IOException e) {
                // One of the two is gone.
            }
            close(client, server);
        }
    }

    private static void close(Socket... both) {
        for (Socket socket : both) {
            try {
                socket.close();
            } catch (IOException e) {
                continue; // It is gone already.
            }
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        close(sockets.toArray(new Socket[0]));
        threads.shutdownNow();
    }
}
