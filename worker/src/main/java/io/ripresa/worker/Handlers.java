package io.ripresa.worker;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The handlers by type. Immutable. */
final class Handlers {

    private record Registered(TaskType type, TaskHandler handler) {}

    private final Map<String, Registered> byType = new TreeMap<>();

    Handlers(Map<TaskType, TaskHandler> handlers) {
        handlers.forEach((type, handler) -> {
            if (byType.putIfAbsent(type.name(), new Registered(type, handler)) != null) {
                throw new IllegalArgumentException(
                        "task type \"" + type.name() + "\" has two handlers; register one, or use another name");
            }
        });
    }

    TaskType type(String name) {
        return registered(name).type();
    }

    TaskHandler handler(String name) {
        return registered(name).handler();
    }

    /** All types, sorted. */
    List<String> names() {
        return List.copyOf(byType.keySet());
    }

    private Registered registered(String name) {
        Registered found = byType.get(name);
        if (found == null) {
            throw new IllegalArgumentException("type \"" + name + "\" has no handler; known types: "
                    + String.join(", ", byType.keySet()) + ". Register a handler for it, or correct the name.");
        }
        return found;
    }
}
