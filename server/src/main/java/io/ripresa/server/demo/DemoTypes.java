package io.ripresa.server.demo;

import io.ripresa.server.ServerSettings;
import io.ripresa.spring.TaskHandlerRegistration;
import java.util.List;

/** What a server needs to run the demo's tasks. */
public final class DemoTypes {

    private DemoTypes() {}

    /**
     * The settings of a server that knows the demo's task types and may call its service.
     *
     * @param port of the service on the loopback interface
     */
    public static ServerSettings addTo(ServerSettings settings, int port) {
        ServerSettings able = settings.withHttpAllow(List.of(service(port)));
        for (var handler : new DepotCalls().handlers().entrySet()) {
            able = able.withHandler(new TaskHandlerRegistration(handler.getKey(), handler.getValue()));
        }
        return able;
    }

    static String service(int port) {
        return "127.0.0.1:" + port;
    }
}
