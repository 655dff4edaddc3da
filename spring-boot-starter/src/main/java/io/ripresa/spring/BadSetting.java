package io.ripresa.spring;

import org.jspecify.annotations.Nullable;

/** A setting that cannot be used: names the key, the value and the fix. */
public final class BadSetting extends StartProblem {
    private static final long serialVersionUID = 1L;

    private final String key;

    public BadSetting(String key, @Nullable String value, String problem, String fix) {
        super(key + (value == null ? "" : " \"" + value + "\"") + " " + problem + ".", fix);
        this.key = key;
    }

    public String key() {
        return key;
    }
}
