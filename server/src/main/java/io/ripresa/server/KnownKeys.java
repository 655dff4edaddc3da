package io.ripresa.server;

import io.ripresa.spring.RipresaProperties;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The keys that a configuration file may have: the server's own and those of the starter, read off its types so that
 * they cannot drift apart. Elements of lists are written {@code []}.
 */
final class KnownKeys {

    static final String HOST = "server.host";
    static final String PORT = "server.port";
    static final String DATABASE = "database";
    static final String DATABASE_USER = "database-user";
    static final String DATABASE_PASSWORD = "database-password";
    static final String DATABASE_CONNECTIONS = "database-connections";
    static final String RULES = "rules";
    static final String POLICIES_FILE = "policies-file";

    /** Keys that the server takes itself; the others belong to the starter. */
    static final List<String> OF_THE_SERVER =
            List.of(HOST, PORT, DATABASE, DATABASE_USER, DATABASE_PASSWORD, DATABASE_CONNECTIONS, RULES, POLICIES_FILE);

    private final Set<String> keys = new TreeSet<>(OF_THE_SERVER);

    KnownKeys() {
        collect("", RipresaProperties.class);
    }

    private void collect(String prefix, Class<?> record) {
        for (RecordComponent component : record.getRecordComponents()) {
            String key = prefix + kebab(component.getName());
            Class<?> type = component.getType();
            if (type.isRecord()) {
                collect(key + ".", type);
            } else if (List.class.isAssignableFrom(type)) {
                Class<?> element = elementOf(component.getGenericType());
                if (element != null && element.isRecord()) {
                    collect(key + "[].", element);
                } else {
                    keys.add(key + "[]");
                }
            } else {
                keys.add(key);
            }
        }
    }

    private static @Nullable Class<?> elementOf(Type type) {
        return type instanceof ParameterizedType list && list.getActualTypeArguments()[0] instanceof Class<?> element
                ? element
                : null;
    }

    /** All of them. */
    Set<String> all() {
        return Collections.unmodifiableSet(keys);
    }

    /** Whether the key is known; indices of lists are not looked at. */
    boolean contains(String key) {
        return keys.contains(general(key));
    }

    /** Whether there are known keys below this one. */
    boolean isGroup(String key) {
        String prefix = general(key);
        return keys.stream().anyMatch(k -> k.startsWith(prefix + ".") || k.startsWith(prefix + "["));
    }

    /** The known key that is most like a wrong one, or null where none is near. */
    @Nullable String nearest(String key) {
        String wanted = general(key);
        String last = lastPart(wanted);
        return Optional.ofNullable(NearestName.among(keys, wanted))
                .or(() -> keys.stream().filter(k -> lastPart(k).equals(last)).findFirst())
                .map(k -> "ripresa." + k)
                .orElse(null);
    }

    private static String general(String key) {
        return key.replaceAll("\\[\\d+]", "[]");
    }

    private static String lastPart(String key) {
        return key.substring(key.lastIndexOf('.') + 1);
    }

    private static String kebab(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
