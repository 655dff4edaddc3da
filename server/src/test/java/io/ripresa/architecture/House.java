package io.ripresa.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who may know whom: rooms are packages, and every room lists the rooms it may use besides itself.
 *
 * <p>The root is a parameter so that the same rules can be run against planted violations.
 */
final class House {

    private static final List<String> PURE = List.of("detect", "analyze", "policy", "learn");

    /** Rooms of core. The facade is the root package itself, written as the empty name. */
    private static final Map<String, List<String>> CORE = core();

    /** Rooms that are modules of their own. */
    private static final Map<String, List<String>> MODULES = modules();

    private final String root;

    House(String root) {
        this.root = root;
    }

    private static Map<String, List<String>> core() {
        List<String> belowTheLoop = join(PURE, List.of("model", "spi"));
        Map<String, List<String>> rows = new LinkedHashMap<>();
        rows.put("model", List.of());
        PURE.forEach(pure -> rows.put(pure, List.of("model")));
        rows.put("spi", List.of("model"));
        rows.put("store", belowTheLoop);
        rows.put("health", belowTheLoop);
        rows.put("execute", belowTheLoop);
        rows.put("orchestrate", join(belowTheLoop, List.of("store", "health", "execute")));
        rows.put("", join(belowTheLoop, List.of("store", "health", "execute", "orchestrate")));
        return rows;
    }

    private static Map<String, List<String>> modules() {
        List<String> core = List.copyOf(CORE.keySet());
        Map<String, List<String>> rows = new LinkedHashMap<>();
        rows.put("tck", core);
        rows.put("simulation", core);
        rows.put("postgres", List.of());
        rows.put("jdbc", core);
        rows.put("worker", core);
        rows.put("adapter", core);
        rows.put("web", core);
        rows.put("spring", join(core, List.of("jdbc", "worker", "adapter", "web")));
        rows.put("bench", join(core, List.of("jdbc", "postgres")));
        rows.put("server", join(core, List.of("jdbc", "worker", "adapter", "web", "spring", "simulation", "postgres")));
        return rows;
    }

    private static List<String> join(List<String> some, List<String> more) {
        List<String> all = new ArrayList<>(some);
        all.addAll(more);
        return List.copyOf(all);
    }

    boolean owns(JavaClass type) {
        String name = type.getPackageName();
        return name.equals(root) || name.startsWith(root + ".");
    }

    /** The first name below the root; the facade's room is the empty name. */
    String roomOf(JavaClass type) {
        String name = type.getPackageName();
        if (name.equals(root)) {
            return "";
        }
        String below = name.substring(root.length() + 1);
        int dot = below.indexOf('.');
        return dot < 0 ? below : below.substring(0, dot);
    }

    boolean isCore(JavaClass type) {
        return CORE.containsKey(roomOf(type));
    }

    boolean isIn(JavaClass type, List<String> rooms) {
        return rooms.contains(roomOf(type));
    }

    /** What the room may use besides itself; empty if there is no such room in the house. */
    Optional<List<String>> allowed(String room) {
        return Optional.ofNullable(CORE.containsKey(room) ? CORE.get(room) : MODULES.get(room));
    }

    static String display(String room) {
        return room.isEmpty() ? "the facade" : "'" + room + "'";
    }
}
