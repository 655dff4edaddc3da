package io.ripresa.spring;

import org.jspecify.annotations.Nullable;

/** A setting that cannot be used: names the key, the value and the fix. */
public final class BadSetting extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String key;
    private final String fix;

    public BadSetting(String key, @Nullable String value, String problem, String fix) {
        super(key + (value == null ? "" : " \"" + value + "\"") + " " + problem + ".");
        this.key = key;
        this.fix = fix;
    }

    public String key() {
        return key;
    }

    public String fix() {
        return fix;
    }
}
