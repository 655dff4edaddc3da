package io.ripresa.simulation;

/** The calling node dies here and now. An error, so that nothing that handles failures mistakes it for one. */
final class NodeCrash extends Error {
    private static final long serialVersionUID = 1L;

    NodeCrash(String where) {
        super("the node died " + where, null, false, false);
    }
}
