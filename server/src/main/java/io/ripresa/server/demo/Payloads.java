package io.ripresa.server.demo;

import io.ripresa.model.SideEffects;

/**
 * What is submitted with a task, by who runs it.
 *
 * @param depot {@code host:port} of the depot
 */
record Payloads(String depot) {

    /** For the built-in HTTP handler its JSON; for the demo's own handlers the address to call. */
    String of(PlannedTask task) {
        String address = "http://" + depot + task.call().path(task.id());
        if (!task.call().builtIn()) {
            return address;
        }
        String key = task.call().sideEffects() == SideEffects.KEYED
                ? ",\"headers\":{\"Idempotency-Key\":\"${task.key}\"}"
                : "";
        return "{\"method\":\"" + task.call().method() + "\",\"url\":\"" + address + "\"" + key + "}";
    }
}
