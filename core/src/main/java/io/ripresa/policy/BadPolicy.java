package io.ripresa.policy;

import org.jspecify.annotations.Nullable;

/** Something in policies is wrong: which override, which key, what about it, and what to do. */
public final class BadPolicy extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final int override;
    private final @Nullable String key;
    private final String problem;
    private final String fix;

    /**
     * @param override which override, counted from 1; 0 where the one that is being made
     * @param key the key that is wrong, or null where it is the override as a whole
     * @param problem what is wrong, to stand behind the name of the place, without a full stop
     * @param fix what to do, a sentence
     */
    public BadPolicy(int override, @Nullable String key, String problem, String fix) {
        super((override == 0 ? "An override" : "Override " + override) + " " + problem + ". " + fix);
        this.override = override;
        this.key = key;
        this.problem = problem;
        this.fix = fix;
    }

    /** The same, told of a certain override. */
    BadPolicy of(int number) {
        return new BadPolicy(number, key, problem, fix);
    }

    /** Which override, counted from 1; 0 where that is not known. */
    public int override() {
        return override;
    }

    /** The key that is wrong, or null where it is the override as a whole. */
    public @Nullable String key() {
        return key;
    }

    public String problem() {
        return problem;
    }

    public String fix() {
        return fix;
    }
}
