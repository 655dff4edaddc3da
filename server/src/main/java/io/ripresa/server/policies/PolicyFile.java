package io.ripresa.server.policies;

import io.ripresa.model.Category;
import io.ripresa.model.Dependency;
import io.ripresa.model.Policy;
import io.ripresa.policy.BadPolicy;
import io.ripresa.policy.PolicyBook;
import io.ripresa.policy.PolicyKey;
import io.ripresa.policy.PolicyOverride;
import io.ripresa.policy.PolicyScope;
import io.ripresa.server.yaml.BadFile;
import io.ripresa.server.yaml.YamlFile;
import io.ripresa.server.yaml.YamlMap;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;

/**
 * A YAML file with overrides under {@code policies:}; the format is in {@code docs/policies.md}. Read whole and checked
 * whole: a wrong key or value, or an override that could never apply, is one message with file, line, key, value and fix.
 *
 * @param book the overrides of the file, over a default
 */
public record PolicyFile(PolicyBook book) {

    private static final String KIND = "Policy file";
    private static final String ADVICE = "Give a YAML file with \"policies:\".";
    private static final List<String> SCOPE = List.of("workspace", "type", "category", "dependency");
    /** The keys of an override, and those of its groups. */
    private static final List<String> KEYS = Stream.concat(
                    SCOPE.stream(), Arrays.stream(PolicyKey.values()).map(PolicyFile::group))
            .distinct()
            .toList();

    /**
     * Reads a file.
     *
     * @param defaults what applies where the file says nothing
     * @throws BadFile if it cannot be read, or something in it is wrong
     */
    public static PolicyFile read(Path file, Policy defaults) {
        List<Node> documents = YamlFile.documents(KIND, file, ADVICE);
        if (documents.size() != 1) {
            throw new BadFile(KIND + " " + file + " has " + documents.size()
                    + " documents. Put all overrides into one, under \"policies:\"; for none, write \"policies: []\".");
        }
        YamlMap map = new YamlMap(KIND, file, "", documents.get(0), List.of("policies"));
        List<YamlMap> places = map.maps("policies", KEYS);
        List<PolicyOverride> overrides = new ArrayList<>();
        for (YamlMap place : places) {
            try {
                overrides.add(override(place));
            } catch (BadPolicy bad) {
                throw located(bad, place);
            }
        }
        try {
            return new PolicyFile(new PolicyBook(defaults, overrides));
        } catch (BadPolicy bad) {
            throw located(bad, places.get(bad.override() - 1));
        }
    }

    /** The key of an override that a value stands under, or below which it stands. */
    private static String group(PolicyKey key) {
        return key.written().replaceFirst("\\..*", "");
    }

    private static List<String> keysOf(String group) {
        return Arrays.stream(PolicyKey.values())
                .map(PolicyKey::written)
                .filter(key -> key.startsWith(group + "."))
                .map(key -> key.substring(group.length() + 1))
                .toList();
    }

    private static BadFile located(BadPolicy bad, YamlMap place) {
        String key = bad.key();
        return place.wrong(key == null ? "" : key.replaceFirst("\\..*", ""), bad.problem(), bad.fix());
    }

    private static PolicyOverride override(YamlMap map) {
        String dependency = text(map, "dependency");
        PolicyScope scope = new PolicyScope(
                text(map, "workspace"),
                text(map, "type"),
                map.has("category") ? map.choice("category", Category.class) : null,
                dependency == null ? null : dependency(map, dependency));
        Map<PolicyKey, String> values = new EnumMap<>(PolicyKey.class);
        for (PolicyKey key : PolicyKey.values()) {
            String group = group(key);
            boolean grouped = !group.equals(key.written());
            if (!map.has(group)) {
                continue;
            }
            YamlMap place = grouped ? map.map(group, keysOf(group)) : map;
            String last = grouped ? key.written().substring(group.length() + 1) : group;
            if (place.has(last)) {
                values.put(key, key == PolicyKey.BACK_OFF ? String.join(", ", place.texts(last)) : place.text(last));
            }
        }
        return new PolicyOverride(scope, values);
    }

    private static Dependency dependency(YamlMap map, String name) {
        try {
            return new Dependency(name);
        } catch (IllegalArgumentException e) {
            throw map.unfit("dependency", "Give it as incidents name it, such as payments.example:443.");
        }
    }

    private static @Nullable String text(YamlMap map, String key) {
        return map.has(key) ? map.text(key) : null;
    }
}
