package io.ripresa.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.web.RunningWeb.Answer;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Inside an application that knows who asks. */
class SignedInTest {

    private static final String STOP = "{\"stopped\":true,\"actor\":\"mallory\",\"reason\":\"drill\"}";

    @AfterEach
    void resume() throws Exception {
        RunningWeb.post("/api/v1/control", "{\"stopped\":false,\"actor\":\"test\",\"reason\":\"drill over\"}");
    }

    @Test
    void whatIsJournalledIsWhoIsSignedInAndNotWhatTheRequestSays() throws Exception {
        Answer stopped = RunningWeb.post("/api/v1/control", STOP, RunningWeb.USER, "olga");

        assertThat(stopped.status()).isEqualTo(200);
        assertThat(stopped.text("actor")).isEqualTo("olga");
        assertThat(RunningWeb.get("/api/v1/journal?limit=1000").body()).contains("on by olga");
        assertThat(RunningWeb.post(
                                "/api/v1/control", "{\"stopped\":true,\"reason\":\"drill\"}", RunningWeb.USER, "olga")
                        .status())
                .as("who is signed in need not say so")
                .isEqualTo(200);
    }

    @Test
    void thePageIsToldWhoAsksAndWhatItsChangesMustCarry() throws Exception {
        assertThat(RunningWeb.get("/api/v1/me").body()).isEqualTo("{}");
        Answer me = RunningWeb.send(HttpRequest.newBuilder(RunningWeb.uri("/api/v1/me"))
                .header(RunningWeb.USER, "olga")
                .build());

        assertThat(me.text("actor")).isEqualTo("olga");
        assertThat(me.json().path("csrf").path("header").asString()).isEqualTo("X-CSRF-TOKEN");
        assertThat(me.json().path("csrf").path("token").asString()).isEqualTo("token of olga");
    }

    @Test
    void namesOfHostsAreCheckedWhereNobodyIsSignedIn() throws Exception {
        String request = "GET /api/v1/me HTTP/1.1\r\nHost: shop.example\r\nConnection: close\r\n";

        assertThat(RunningWeb.raw(request + "\r\n"))
                .startsWith("HTTP/1.1 403")
                .contains("shop.example", "nobody is signed in");
        assertThat(RunningWeb.raw(request + RunningWeb.USER + ": olga\r\n\r\n")).startsWith("HTTP/1.1 200");
    }

    @Test
    void behindAProxyTheBrowserItselfSaysWhetherAChangeIsOfThisOrigin() throws Exception {
        Answer own = RunningWeb.post(
                "/api/v1/control", STOP, "Origin", "https://shop.example", "Sec-Fetch-Site", "same-origin");
        Answer foreign = RunningWeb.post(
                "/api/v1/control",
                STOP,
                "Origin",
                "http://localhost:" + RunningWeb.port(),
                "Sec-Fetch-Site",
                "cross-site");

        assertThat(own.status()).as(own.body()).isEqualTo(200);
        assertThat(foreign.status()).isEqualTo(403);
    }
}
