package io.ripresa.server.depot;

import io.ripresa.model.SideEffects;

/**
 * What a task asks of the depot.
 *
 * @param type the task's type: names its handler
 * @param builtIn whether the built-in HTTP handler runs it; otherwise one of the depot's own ({@link DepotCalls})
 * @param method the request's method
 * @param resource what is asked for
 * @param sideEffects what running it twice does
 */
public record Errand(String type, boolean builtIn, String method, String resource, SideEffects sideEffects) {

    public static final Errand STOCK = new Errand("stock-sync", false, "PUT", "stock", SideEffects.IDEMPOTENT);
    public static final Errand LABEL = new Errand("parcel-label", false, "POST", "labels", SideEffects.KEYED);
    public static final Errand INVOICE = new Errand("http", true, "PUT", "invoices", SideEffects.IDEMPOTENT);
    public static final Errand NOTICE = new Errand("http", true, "POST", "notices", SideEffects.KEYED);
    public static final Errand PAYOUT = new Errand("payout", false, "POST", "payouts", SideEffects.UNSAFE);

    /** The depot answers 422: bad data. */
    public static final Errand ADDRESS = new Errand("address-check", false, "PUT", "addresses", SideEffects.IDEMPOTENT);

    /** Has a bug, and does not get as far as the depot. */
    public static final Errand PRICE = new Errand("price-report", false, "GET", "stock", SideEffects.IDEMPOTENT);

    /** The depot answers 401: credentials that were revoked. */
    public static final Errand PARTNER = new Errand("partner-import", false, "PUT", "partners", SideEffects.IDEMPOTENT);

    /** What is asked for, for one task. */
    public String path(String taskId) {
        return "/" + resource + "/" + taskId;
    }

    /**
     * What is submitted with a task: for the built-in HTTP handler its JSON, for the depot's own the address to call.
     *
     * @param depot {@code host:port} of the depot
     */
    public String payload(String depot, String taskId) {
        String address = "http://" + depot + path(taskId);
        if (!builtIn) {
            return address;
        }
        String key = sideEffects == SideEffects.KEYED ? ",\"headers\":{\"Idempotency-Key\":\"${task.key}\"}" : "";
        return "{\"method\":\"" + method + "\",\"url\":\"" + address + "\"" + key + "}";
    }
}
