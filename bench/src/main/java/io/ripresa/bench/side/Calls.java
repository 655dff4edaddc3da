package io.ripresa.bench.side;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * The work of a task, and the account of it that all are judged by: which task called, when, and whether it got through.
 * Safe for use by many threads.
 */
final class Calls {

    /**
     * @param task which task
     * @param beganAt when its run called, seconds from the start
     * @param endedAt when that was over
     * @param succeeded whether it got through
     */
    record Made(int task, double beganAt, double endedAt, boolean succeeded) {}

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Setting.TIMEOUT)
            .build();
    private final Stockroom service;
    private final Stopwatch time;
    private final boolean[] back;
    private final CountDownLatch missing;
    private final List<Made> made = new ArrayList<>();

    Calls(Stockroom service, int tasks, Stopwatch time) {
        this.service = service;
        this.time = time;
        this.back = new boolean[tasks];
        this.missing = new CountDownLatch(tasks);
    }

    /** What a task does. */
    void call(int task) throws IOException, InterruptedException {
        double began = time.seconds();
        boolean succeeded = false;
        try {
            HttpRequest request = HttpRequest.newBuilder(service.at(task))
                    .timeout(Setting.TIMEOUT)
                    .PUT(HttpRequest.BodyPublishers.noBody())
                    .build();
            int status =
                    client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            if (status != 204) {
                throw new CallFailedException(status);
            }
            succeeded = true;
        } finally {
            note(new Made(task, began, time.seconds(), succeeded));
        }
    }

    private synchronized void note(Made call) {
        made.add(call);
        if (call.succeeded() && !back[call.task()]) {
            back[call.task()] = true;
            missing.countDown();
        }
    }

    /** Reaches 0 when each task has got through once. */
    CountDownLatch missing() {
        return missing;
    }

    synchronized List<Made> made() {
        return List.copyOf(made);
    }

    @Override
    public synchronized String toString() {
        int count = 0;
        for (boolean each : Arrays.copyOf(back, back.length)) {
            count += each ? 1 : 0;
        }
        return count + " of " + back.length + " done, " + made.size() + " calls";
    }
}
