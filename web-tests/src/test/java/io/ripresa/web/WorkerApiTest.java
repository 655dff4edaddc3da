package io.ripresa.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.web.RunningWeb.Answer;
import org.junit.jupiter.api.Test;

/** Where no task system has a worker in this process; with the real one the server's tests ask. */
class WorkerApiTest {

    @Test
    void aTaskSystemWithoutAWorkerSaysSo() throws Exception {
        for (Answer answer : new Answer[] {
            RunningWeb.get("/api/v1/worker"),
            RunningWeb.post("/api/v1/worker/stop", "{\"actor\":\"ann\",\"reason\":\"new disk\"}")
        }) {
            assertThat(answer.status()).as(answer.body()).isEqualTo(404);
            assertThat(answer.contentType()).startsWith("application/problem+json");
            assertThat(answer.body()).contains("No task system of this process has a worker", "[script]");
        }
    }
}
