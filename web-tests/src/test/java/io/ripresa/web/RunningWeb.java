package io.ripresa.web;

import io.ripresa.Ripresa;
import io.ripresa.model.CallHistory;
import io.ripresa.model.Dependency;
import io.ripresa.model.Finding;
import io.ripresa.model.Gate;
import io.ripresa.model.GateKey;
import io.ripresa.model.Policy;
import io.ripresa.model.Policy.CanaryLimits;
import io.ripresa.model.WorkspaceRecord;
import io.ripresa.model.WorkspaceState;
import io.ripresa.orchestrate.PolicyLedger;
import io.ripresa.spi.Changes;
import io.ripresa.spi.RecoveryStore;
import io.ripresa.store.InMemoryRecoveryStore;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.awaitility.Awaitility;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.web.filter.OncePerRequestFilter;
import tools.jackson.databind.JsonNode;

/** One application with API and page for all tests of this module: starting one costs seconds. */
final class RunningWeb {

    static final int MAX_REQUEST = 200_000;

    /** Header by which a test says who is signed in. */
    static final String USER = "X-Test-User";

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final StoreSwitch STORE = new StoreSwitch();
    private static final ConfigurableApplicationContext CONTEXT = start();

    private RunningWeb() {}

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(RipresaWebConfiguration.class)
    static class Application {

        @Bean
        WebSettings settings() {
            return new WebSettings("", List.of("ripresa.test"), MAX_REQUEST, 8);
        }

        @Bean
        RecoveryStore store() {
            return STORE.around(new InMemoryRecoveryStore(InstantSource.system()));
        }

        /** Stands where the application's security would. */
        @Bean
        FilterRegistrationBean<SignIn> signIn() {
            FilterRegistrationBean<SignIn> filter = new FilterRegistrationBean<>(new SignIn());
            filter.setOrder(-100);
            filter.setAsyncSupported(true);
            return filter;
        }

        @Bean
        PageToken pageToken() {
            return request -> new PageToken.Token("X-CSRF-TOKEN", "token of " + request.getRemoteUser());
        }

        @Bean
        ScriptedTasks tasks() {
            return new ScriptedTasks();
        }

        @Bean(initMethod = "start")
        Ripresa ripresa(RecoveryStore store, ScriptedTasks tasks) {
            return Ripresa.builder()
                    .store(store)
                    .taskSystem(tasks)
                    .policy(Policy.DEFAULT.withCanaries(
                            new CanaryLimits(Duration.ofSeconds(1), Duration.ofSeconds(1), 0.05)))
                    .build();
        }
    }

    /** Whoever a header names is signed in. */
    private static final class SignIn extends OncePerRequestFilter {
        @Override
        protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws ServletException, IOException {
            String user = request.getHeader(USER);
            HttpServletRequest known = user == null
                    ? request
                    : new HttpServletRequestWrapper(request) {
                        @Override
                        public Principal getUserPrincipal() {
                            return () -> user;
                        }

                        @Override
                        public String getRemoteUser() {
                            return user;
                        }
                    };
            chain.doFilter(known, response);
        }
    }

    private static ConfigurableApplicationContext start() {
        SpringApplication application = new SpringApplication(Application.class);
        return application.run(
                "--server.port=0",
                "--server.address=127.0.0.1",
                "--spring.main.banner-mode=off",
                "--spring.web.resources.add-mappings=false",
                "--spring.lifecycle.timeout-per-shutdown-phase=2s",
                "--logging.level.root=WARN");
    }

    static ScriptedTasks tasks() {
        return CONTEXT.getBean(ScriptedTasks.class);
    }

    static PolicyLedger policies() {
        return CONTEXT.getBean(Ripresa.class).policies();
    }

    /** Says how the calls of a dependency go. */
    static void calls(Dependency dependency, CallHistory calls) {
        RecoveryStore store = CONTEXT.getBean(RecoveryStore.class);
        GateKey key = GateKey.reachability(dependency);
        Gate gate = store.gates(List.of(key)).getOrDefault(key, Gate.create(key));
        store.commit(new Changes().gate(gate.withLearned(gate.learned().withCalls(calls))));
    }

    /** Puts a finding where the look at all workspaces would: that comes once a minute. */
    static void found(String workspace, Finding finding) {
        RecoveryStore store = CONTEXT.getBean(RecoveryStore.class);
        WorkspaceRecord row = store.workspaces().stream()
                .filter(each -> each.name().equals(workspace))
                .findFirst()
                .orElseGet(() -> new WorkspaceRecord(
                        workspace,
                        WorkspaceState.ACTIVE,
                        List.of("Nothing is wrong."),
                        WorkspaceRecord.MACHINE,
                        store.now(),
                        WorkspaceRecord.BEST_SCORE,
                        List.of(),
                        0));
        store.commit(new Changes().workspace(row.withFindings(row.score(), List.of(finding))));
    }

    /** Makes the store answer or not; returns when all is well again. */
    static void storeAnswers(boolean answers) {
        STORE.answers(answers);
        if (answers) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> get("/api/v1/health").status() == 200);
        }
    }

    static int port() {
        return ((WebServerApplicationContext) CONTEXT).getWebServer().getPort();
    }

    static URI uri(String path) {
        return URI.create("http://localhost:" + port() + path);
    }

    /** An answer with its JSON. */
    record Answer(int status, String contentType, String body, HttpResponse<String> response) {
        JsonNode json() {
            return StrictJson.MAPPER.readTree(body);
        }

        String text(String field) {
            return json().path(field).asString("");
        }
    }

    static Answer get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(path)).GET().build());
    }

    static Answer post(String path, String body, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .setHeader("Content-Type", "application/json");
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return send(request.build());
    }

    static Answer send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> response = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
        return new Answer(
                response.statusCode(),
                response.headers().firstValue("Content-Type").orElse(""),
                response.body(),
                response);
    }

    /** Sends text as it is, for what an HTTP client would not send, and answers all that came back. */
    static String raw(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port())) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
