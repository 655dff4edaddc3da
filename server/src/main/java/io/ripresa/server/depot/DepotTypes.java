package io.ripresa.server.depot;

import io.ripresa.server.ServerSettings;
import io.ripresa.spring.TaskHandlerRegistration;
import io.ripresa.worker.TaskHandler;
import io.ripresa.worker.TaskType;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What a server needs to run the depot's tasks. */
public final class DepotTypes {

    /** How long a call of these types waits for its answer. */
    public static final Duration CALL_TIMEOUT = Duration.ofSeconds(5);

    private DepotTypes() {}

    /**
     * The settings of a server that knows the depot's task types and may call it.
     *
     * @param port of the depot on the loopback interface
     */
    public static ServerSettings addTo(ServerSettings settings, int port) {
        ServerSettings able = settings.withHttpAllow(List.of(service(port)));
        for (var handler : handlers().entrySet()) {
            able = able.withHandler(new TaskHandlerRegistration(handler.getKey(), handler.getValue()));
        }
        return able;
    }

    /** The depot's task types with what runs them. */
    public static Map<TaskType, TaskHandler> handlers() {
        return new DepotCalls().handlers();
    }

    /** {@code host:port} of a depot. */
    public static String service(int port) {
        return "127.0.0.1:" + port;
    }
}
