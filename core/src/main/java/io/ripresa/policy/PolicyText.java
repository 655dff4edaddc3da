package io.ripresa.policy;

import io.ripresa.model.Category;
import io.ripresa.model.Dependency;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Overrides as text that reads back the same: a line for each, first what it is for, then what it sets, as the query of
 * a URL writes names and values. For the store, not for people.
 */
public final class PolicyText {

    private static final String WORKSPACE = "workspace";
    private static final String TYPE = "type";
    private static final String CATEGORY = "category";
    private static final String DEPENDENCY = "dependency";

    private PolicyText() {}

    public static String write(List<PolicyOverride> overrides) {
        return overrides.stream().map(PolicyText::line).collect(Collectors.joining("\n"));
    }

    private static String line(PolicyOverride override) {
        PolicyScope scope = override.scope();
        Map<String, String> of = new LinkedHashMap<>();
        put(of, WORKSPACE, scope.workspace());
        put(of, TYPE, scope.type());
        put(of, CATEGORY, scope.category());
        put(
                of,
                DEPENDENCY,
                scope.dependency() == null ? null : scope.dependency().name());
        Map<String, String> values = new LinkedHashMap<>();
        override.values().forEach((key, value) -> values.put(key.written(), value));
        return pairs(of) + " " + pairs(values);
    }

    private static void put(Map<String, String> of, String key, @Nullable Object value) {
        if (value != null) {
            of.put(key, value.toString());
        }
    }

    private static String pairs(Map<String, String> map) {
        return map.entrySet().stream()
                .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IllegalArgumentException if it is something else, or has a key or value that this version does not know
     */
    public static List<PolicyOverride> read(String text) {
        List<PolicyOverride> overrides = new ArrayList<>();
        for (String line : text.lines().toList()) {
            int blank = line.indexOf(' ');
            if (blank < 0) {
                throw new IllegalArgumentException("\"" + line + "\" is no override");
            }
            Map<String, String> of = pairs(line.substring(0, blank));
            Map<PolicyKey, String> values = new EnumMap<>(PolicyKey.class);
            pairs(line.substring(blank + 1)).forEach((key, value) -> values.put(key(key), value));
            String category = of.remove(CATEGORY);
            String dependency = of.remove(DEPENDENCY);
            PolicyScope scope = new PolicyScope(
                    of.remove(WORKSPACE),
                    of.remove(TYPE),
                    category == null ? null : Category.valueOf(category),
                    dependency == null ? null : new Dependency(dependency));
            if (!of.isEmpty()) {
                throw new IllegalArgumentException("\"" + of.keySet().iterator().next() + "\" narrows nothing known");
            }
            overrides.add(new PolicyOverride(scope, values));
        }
        return overrides;
    }

    private static PolicyKey key(String written) {
        PolicyKey key = PolicyKey.of(written);
        if (key == null) {
            throw new IllegalArgumentException("\"" + written + "\" is no key of policies");
        }
        return key;
    }

    private static Map<String, String> pairs(String text) {
        Map<String, String> map = new LinkedHashMap<>();
        for (String pair : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException("\"" + pair + "\" is no key and value");
            }
            map.put(pair.substring(0, equals), URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return map;
    }
}
