package io.ripresa.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** The server's file and an application's editor know the same keys. */
class KnownKeysTest {

    @Test
    void whatTheFileMaySayIsWhatEditorsAreToldOf() throws Exception {
        Set<String> told = new TreeSet<>();
        try (InputStream metadata =
                KnownKeys.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
            new JsonMapper()
                    .readTree(metadata)
                    .path("properties")
                    .forEach(property -> told.add(property.path("name").asString()));
        }
        Set<String> known = new KnownKeys()
                .all().stream()
                        .filter(key -> !KnownKeys.OF_THE_SERVER.contains(key))
                        // Editors take what is in a list from its type.
                        .map(key -> "ripresa." + key.replaceAll("\\[].*", ""))
                        .collect(Collectors.toCollection(TreeSet::new));

        assertThat(told).containsExactlyElementsOf(known);
    }
}
