package io.ripresa.postgres;

import com.zaxxer.hikari.HikariDataSource;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;

/** A process of its own that starts a server, says where, and waits to be killed. */
final class OtherProcess implements AutoCloseable {

    private final Process process;
    private final int port;
    private final Path folder;

    private OtherProcess(Process process, int port, Path folder) {
        this.process = process;
        this.port = port;
        this.folder = folder;
    }

    static OtherProcess starting(String kind, Path folder) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        OtherProcess.class.getName(),
                        kind,
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        BufferedReader reader = process.inputReader();
        return new OtherProcess(process, Integer.parseInt(reader.readLine()), Path.of(reader.readLine()));
    }

    public static void main(String[] arguments) throws Exception {
        EmbeddedPostgres server = arguments[0].equals("temporary")
                ? EmbeddedPostgres.temporary()
                : EmbeddedPostgres.start(Path.of(arguments[1]));
        server.createDatabase("orders");
        try (HikariDataSource pool = server.dataSource("orders", 1)) {
            EmbeddedPostgresTest.prepare(pool);
            EmbeddedPostgresTest.execute(pool, "insert into number values (1)");
        }
        System.out.println(server.port());
        System.out.println(server.folder());
        Thread.currentThread().join();
    }

    int port() {
        return port;
    }

    Path folder() {
        return folder;
    }

    boolean isListening() {
        try (Socket socket = new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** The guard first, so that the server is left behind. */
    void killWithGuard() {
        process.children().forEach(ProcessHandle::destroyForcibly);
        kill();
    }

    @Override
    public void close() {
        kill();
    }
}
