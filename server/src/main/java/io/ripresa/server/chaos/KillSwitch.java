package io.ripresa.server.chaos;

import io.ripresa.server.nodes.NodeProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Turns the kill switch over a node's REST interface: as a person would, again until a node says that it is done. */
final class KillSwitch {

    /** Longer than any node is stopped: an order that was given up on could still be carried out when it goes on. */
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(45);

    private static final Duration AGAIN_AFTER = Duration.ofMillis(200);
    private static final Duration GIVE_UP_AFTER = Duration.ofSeconds(90);

    private final HttpClient client = HttpClient.newHttpClient();
    private final InstantSource clock;

    KillSwitch(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Turns it.
     *
     * @param nodes which to ask, the first that can answer
     * @return when it was confirmed
     */
    Instant turn(boolean stopped, List<NodeProcess> nodes) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        Instant giveUp = clock.instant().plus(GIVE_UP_AFTER);
        for (int i = 0; clock.instant().isBefore(giveUp); i++) {
            NodeProcess node = nodes.get(i % nodes.size());
            URI page = node.isAlive() && !node.isStopped() ? node.page() : null;
            if (page != null && ask(page, stopped)) {
                return clock.instant();
            }
            if (never.await(AGAIN_AFTER.toMillis(), TimeUnit.MILLISECONDS)) {
                break;
            }
        }
        throw new IllegalStateException("no node could turn the kill switch " + (stopped ? "on" : "off"));
    }

    private boolean ask(URI page, boolean stopped) throws InterruptedException {
        String body = "{\"stopped\":" + stopped + ",\"actor\":\"chaos\",\"reason\":\"part of the plan\"}";
        HttpRequest request = HttpRequest.newBuilder(page.resolve("/api/v1/control"))
                .header("Content-Type", "application/json")
                .timeout(ANSWERS_WITHIN)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            // Killed, stopped, or without a database in this moment: another one is asked, or the same again.
            return false;
        }
    }
}
