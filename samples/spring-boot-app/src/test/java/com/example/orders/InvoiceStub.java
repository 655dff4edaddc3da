package com.example.orders;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The system that writes invoices: a real HTTP server that can be down, and remembers what it wrote. */
final class InvoiceStub implements AutoCloseable {

    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final List<String> written = new CopyOnWriteArrayList<>();
    private final List<String> refused = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private volatile boolean down;

    InvoiceStub() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.createContext("/invoices", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
            (down ? refused : written).add(key);
            exchange.sendResponseHeaders(down ? 503 : 201, -1);
        }
    }

    URI address() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    void down(boolean now) {
        down = now;
    }

    /** Keys of the invoices that were written, in order. */
    List<String> written() {
        return written;
    }

    /** Keys of the requests that were answered by 503. */
    List<String> refused() {
        return refused;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
