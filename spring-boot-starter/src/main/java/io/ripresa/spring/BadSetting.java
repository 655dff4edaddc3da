package io.ripresa.spring;

import org.jspecify.annotations.Nullable;

/** A setting that cannot be used: names the key, the value and the fix. */
public final class BadSetting extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String sentence;
    private final String key;
    private final String fix;

    public BadSetting(String key, @Nullable String value, String problem, String fix) {
        super(sentence(key, value, problem));
        this.sentence = sentence(key, value, problem);
        this.key = key;
        this.fix = fix;
    }

    private static String sentence(String key, @Nullable String value, String problem) {
        return key + (value == null ? "" : " \"" + value + "\"") + " " + problem + ".";
    }

    @Override
    public String getMessage() {
        return sentence;
    }

    public String key() {
        return key;
    }

    public String fix() {
        return fix;
    }
}
