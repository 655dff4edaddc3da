package com.example.orders;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.model.Dependency;
import io.ripresa.model.SideEffects;
import io.ripresa.spring.TaskHandlerRegistration;
import io.ripresa.worker.TaskType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.web.client.RestClient;

/** What the page about Spring Boot shows is this application, and compiles. */
class DocumentationTest {

    private static final Path PAGE = Path.of("..", "..", "docs", "spring-boot.md");
    private static final Pattern BLOCK = Pattern.compile("```(?:java|xml|yaml)\n(.*?)```", Pattern.DOTALL);

    /** Shown in the page, besides the application's own code. */
    static class Declared {

        @Bean
        TaskHandlerRegistration payment(RestClient bank) {
            TaskType type = TaskType.of("payment")
                    .sideEffects(SideEffects.KEYED)
                    .keyValidFor(Duration.ofHours(24))
                    .timeout(Duration.ofMinutes(1))
                    .dependencies(Dependency.endpoint("bank.example", 443));
            return new TaskHandlerRegistration(
                    type,
                    task -> bank.post()
                            .uri("/payments")
                            .header("Idempotency-Key", task.idempotencyKey())
                            .body(task.payload())
                            .retrieve()
                            .toBodilessEntity());
        }
    }

    @Test
    void everyExampleIsTakenFromTheApplication() throws IOException {
        List<String> sources = new ArrayList<>();
        sources.add(bare(Files.readString(Path.of("pom.xml"))));
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                sources.add(bare(Files.readString(file)));
            }
        }
        List<String> examples = new ArrayList<>();
        Matcher blocks = BLOCK.matcher(Files.readString(PAGE));
        while (blocks.find()) {
            examples.add(bare(blocks.group(1)));
        }

        assertThat(examples)
                .hasSizeGreaterThan(5)
                .allSatisfy(example -> assertThat(sources).as(example).anyMatch(source -> source.contains(example)));
    }

    /** Without indentation, which differs, and without the version, which a reader takes from elsewhere. */
    private static String bare(String text) {
        return text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("<version>"))
                .collect(Collectors.joining("\n"));
    }

    @Test
    void whatTheDeclaredTypeSays() {
        TaskHandlerRegistration payment = new Declared().payment(RestClient.create());

        assertThat(payment.type().name()).isEqualTo("payment");
        assertThat(payment.type().safety().sideEffects()).isEqualTo(SideEffects.KEYED);
        assertThat(payment.type().dependencies()).extracting(Dependency::name).containsExactly("bank.example:443");
    }
}
