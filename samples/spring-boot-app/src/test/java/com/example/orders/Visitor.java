package com.example.orders;

import java.io.IOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Somebody who uses the application as a browser does: signs in by its form, keeps its cookies. */
final class Visitor {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern FORM_TOKEN = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

    private final URI shop;
    private final CookieManager cookies = new CookieManager();
    private final HttpClient client =
            HttpClient.newBuilder().cookieHandler(cookies).build();

    private Visitor(URI shop) {
        this.shop = shop;
    }

    /** Somebody who is not signed in. */
    static Visitor nobody(URI shop) {
        return new Visitor(shop);
    }

    /** A user of the sample, whose password is his name. */
    static Visitor signedIn(URI shop, String name) throws IOException, InterruptedException {
        Visitor visitor = new Visitor(shop);
        Matcher token = FORM_TOKEN.matcher(visitor.get("/login", "text/html").body());
        if (!token.find()) {
            throw new IllegalStateException("the form has no token");
        }
        String form = "username=" + name + "&password=" + name + "&_csrf="
                + URLEncoder.encode(token.group(1), StandardCharsets.UTF_8);
        Answer answer = visitor.send(visitor.request("/login")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form)));
        if (answer.response().headers().firstValue("Location").orElse("error").contains("error")) {
            throw new IllegalStateException(name + " was not let in: " + answer);
        }
        return visitor;
    }

    /** An answer with its JSON. */
    record Answer(int status, String body, HttpResponse<String> response) {
        JsonNode json() {
            return JSON.readTree(body);
        }
    }

    Answer get(String path, String accept) throws IOException, InterruptedException {
        return send(request(path).header("Accept", accept).GET());
    }

    Answer get(String path) throws IOException, InterruptedException {
        return get(path, "application/json");
    }

    /** Posts as the application's own pages do: with the token of its protection against forged requests. */
    Answer post(String path, String json) throws IOException, InterruptedException {
        get("/ripresa/api/v1/me"); // any answer brings the cookie
        String token = cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals("XSRF-TOKEN"))
                .map(HttpCookie::getValue)
                .findFirst()
                .orElseThrow();
        return send(posting(path, json).header("X-XSRF-TOKEN", token));
    }

    Answer postWithoutToken(String path, String json) throws IOException, InterruptedException {
        return send(posting(path, json));
    }

    private HttpRequest.Builder posting(String path, String json) {
        return request(path)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(shop.resolve(path));
    }

    private Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Answer(response.statusCode(), response.body(), response);
    }
}
