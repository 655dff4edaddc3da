package io.ripresa.jdbc;

import io.ripresa.model.Dependency;
import io.ripresa.model.GateKey;
import io.ripresa.model.TaskKey;

/**
 * Keys of two parts in one column: the parts with a tab between them. No part can contain a tab, and it sorts below
 * every character that one can contain, so the texts sort as the keys do.
 */
final class Keys {

    private static final char SEPARATOR = '\t';

    private Keys() {}

    static String of(TaskKey key) {
        return key.system() + SEPARATOR + key.externalId();
    }

    static TaskKey task(String text) {
        int tab = text.indexOf(SEPARATOR);
        return new TaskKey(text.substring(0, tab), text.substring(tab + 1));
    }

    static String of(GateKey key) {
        return key.dependency().name() + SEPARATOR + key.scope();
    }

    static GateKey gate(String text) {
        int tab = text.indexOf(SEPARATOR);
        return new GateKey(new Dependency(text.substring(0, tab)), text.substring(tab + 1));
    }
}
