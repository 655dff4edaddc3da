package io.ripresa.server.depot;

import io.ripresa.model.FailureReport;
import io.ripresa.worker.RunFailedException;
import io.ripresa.worker.TaskContext;
import io.ripresa.worker.TaskHandler;
import io.ripresa.worker.TaskType;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The depot's task types: Java code that calls the depot and declares no dependency, so that nothing holds its first
 * starts and an outage really fails them. A payload is the address to call. Immutable.
 */
final class DepotCalls {

    /** How long a call waits for its answer. */
    static final Duration CALL_TIMEOUT = DepotTypes.CALL_TIMEOUT;

    private static final Duration RUN_TIMEOUT = Duration.ofSeconds(30);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** The handlers by type. */
    Map<TaskType, TaskHandler> handlers() {
        Map<TaskType, TaskHandler> handlers = new LinkedHashMap<>();
        handlers.put(type(Errand.STOCK), context -> call(context, "PUT", false));
        handlers.put(type(Errand.LABEL), context -> call(context, "POST", true));
        handlers.put(type(Errand.PAYOUT).singleCall(), context -> call(context, "POST", false));
        handlers.put(type(Errand.ADDRESS), context -> call(context, "PUT", false));
        handlers.put(type(Errand.PARTNER), context -> call(context, "PUT", false));
        handlers.put(type(Errand.PRICE), DepotCalls::report);
        return handlers;
    }

    private static TaskType type(Errand errand) {
        return TaskType.of(errand.type()).sideEffects(errand.sideEffects()).timeout(RUN_TIMEOUT);
    }

    private void call(TaskContext context, String method, boolean keyed) throws Exception {
        URI address = URI.create(context.payload());
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .timeout(CALL_TIMEOUT)
                .header(DepotRequest.RUN_HEADER, Integer.toString(context.run().number()))
                .method(method, BodyPublishers.noBody());
        if (keyed) {
            request.header("Idempotency-Key", context.idempotencyKey());
        }
        Map<String, String> evidence = new TreeMap<>();
        evidence.put(FailureReport.TARGET, address.getHost() + ":" + address.getPort());
        evidence.put(FailureReport.METHOD, method);
        HttpResponse<String> response;
        try {
            response = client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            FailureReport report = FailureReport.of(e);
            for (Map.Entry<String, String> fact : evidence.entrySet()) {
                report = report.with(fact.getKey(), fact.getValue());
            }
            throw new RunFailedException(report, e);
        }
        int status = response.statusCode();
        if (status < 200 || status > 299) {
            response.headers()
                    .firstValue("Retry-After")
                    .ifPresent(value -> evidence.put(FailureReport.RETRY_AFTER, value));
            String what = method + " " + address.getPath() + " was answered with " + status;
            throw new RunFailedException(FailureReport.http(status, what, evidence), null);
        }
    }

    /** Has a bug, as code has: it takes for granted that every article has a price. */
    @SuppressWarnings("NullAway")
    private static void report(TaskContext context) {
        Map<String, String> prices = new HashMap<>();
        prices.put("parcel", "4.99");
        String article = context.task().externalId();
        if (prices.get(article).isEmpty()) {
            throw new IllegalStateException("article " + article + " has an empty price");
        }
    }
}
