package io.ripresa.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ripresa.spi.TaskSystem.Backlog;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

@Timeout(60)
class StreamTest {

    /** One line of the stream that is data, with the event and id before it. */
    record Event(String name, String id, String data) {}

    /** Follows the stream until closed. */
    private static final class Follower implements AutoCloseable {
        final List<Event> events = new CopyOnWriteArrayList<>();
        private final InputStream in;
        final int status;

        Follower(String lastEventId) throws IOException, InterruptedException {
            HttpRequest.Builder request = HttpRequest.newBuilder(RunningWeb.uri("/api/v1/stream"));
            if (!lastEventId.isEmpty()) {
                request.header("Last-Event-ID", lastEventId);
            }
            HttpResponse<InputStream> response =
                    HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            status = response.statusCode();
            in = response.body();
            Thread reader = new Thread(this::read);
            reader.setDaemon(true);
            reader.start();
        }

        private void read() {
            String name = "";
            String id = "";
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.startsWith("event:")) {
                        name = line.substring(6);
                    } else if (line.startsWith("id:")) {
                        id = line.substring(3);
                    } else if (line.startsWith("data:")) {
                        events.add(new Event(name, id, line.substring(5)));
                    }
                }
            } catch (IOException closed) {
                events.add(new Event("closed", "", String.valueOf(closed.getMessage())));
            }
        }

        List<Event> named(String name) {
            return events.stream().filter(e -> e.name().equals(name)).toList();
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }

    private static void submit(String id) throws Exception {
        RunningWeb.post("/api/v1/tasks", "{\"id\":\"" + id + "\",\"type\":\"call\",\"payload\":\"bad\"}");
    }

    @Test
    void aFollowerGetsThePictureAtOnceAndEveryChange() throws Exception {
        try (Follower follower = new Follower("")) {
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> !follower.named("overview").isEmpty());
            assertThat(follower.named("overview").get(0).data()).contains("\"history\"");
            int before = follower.named("overview").size();

            submit("stream-1");

            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                assertThat(follower.named("overview").size()).isGreaterThan(before);
                assertThat(follower.named("journal")).anyMatch(e -> e.data().contains("stream-1"));
                assertThat(follower.named("overview")).anyMatch(e -> e.data().contains("stream-1"));
            });
        }
    }

    @Test
    void whoComesBackGetsWhatWasMissedAndNotWhatWasSeen() throws Exception {
        submit("stream-2");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> RunningWeb.get("/api/v1/tasks/stream-2").body().contains("QUARANTINED"));
        String seen;
        try (Follower follower = new Follower("")) {
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> follower.named("journal").stream()
                            .anyMatch(e -> e.data().contains("stream-2")));
            List<Event> journal = follower.named("journal");
            seen = journal.get(journal.size() - 1).id();
        }
        submit("stream-3");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> RunningWeb.get("/api/v1/tasks/stream-3").body().contains("QUARANTINED"));

        try (Follower again = new Follower(seen)) {
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> again.named("journal").stream()
                            .anyMatch(e -> e.data().contains("stream-3")));
            assertThat(again.named("journal")).noneMatch(e -> e.data().contains("\"script/stream-2\""));
        }
    }

    @Test
    void aStoreThatDoesNotAnswerIsToldAndTheStreamGoesOnByItself() throws Exception {
        try (Follower follower = new Follower("")) {
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> !follower.named("overview").isEmpty());
            try {
                RunningWeb.storeAnswers(false);
                await().atMost(Duration.ofSeconds(20))
                        .until(() -> !follower.named("trouble").isEmpty());
                for (String path : List.of("overview", "stream", "tasks", "incidents", "gates", "journal", "health")) {
                    RunningWeb.Answer answer = RunningWeb.get("/api/v1/" + path);
                    assertThat(answer.status()).as(path).isEqualTo(503);
                    assertThat(answer.response().headers().firstValue("Retry-After"))
                            .as(path)
                            .contains("5");
                    assertThat(answer.body())
                            .as(path)
                            .doesNotContain("Exception")
                            .doesNotContain("\tat ");
                }
                assertThat(RunningWeb.get("/api/v1/overview").contentType()).startsWith("application/problem+json");
                assertThat(RunningWeb.get("/").status()).as("the page itself").isEqualTo(200);
            } finally {
                RunningWeb.storeAnswers(true);
            }
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> follower.events.stream()
                            .map(Event::name)
                            .filter(List.of("trouble", "overview")::contains)
                            .reduce("", (before, after) -> after)
                            .equals("overview"));
        }
    }

    @Test
    void intakeThatIsBehindIsPartOfThePicture() throws Exception {
        RunningWeb.tasks().backlog(new Backlog(12_300, Instant.now().minusSeconds(41)));
        try {
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                JsonNode intake = RunningWeb.get("/api/v1/overview").json().path("intake");
                assertThat(intake.path(0).path("system").asString()).isEqualTo("script");
                assertThat(intake.path(0).path("unread").asInt()).isEqualTo(12_300);
            });
        } finally {
            RunningWeb.tasks().backlog(new Backlog(0, null));
        }
    }

    @Test
    void followersAreBounded() throws Exception {
        List<Follower> followers = new ArrayList<>();
        try {
            int refused = 0;
            for (int i = 0; i < 9 && refused == 0; i++) {
                Follower follower = new Follower("");
                followers.add(follower);
                refused = follower.status == 503 ? i : 0;
            }
            assertThat(refused).isBetween(1, 8);
        } finally {
            for (Follower follower : followers) {
                follower.close();
            }
        }
        // The places of those who left are free again, at the latest when the next message does not reach them.
        submit("stream-4");
        await().atMost(Duration.ofSeconds(40)).until(() -> {
            try (Follower next = new Follower("")) {
                return next.status == 200;
            }
        });
    }
}
