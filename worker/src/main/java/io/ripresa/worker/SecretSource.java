package io.ripresa.worker;

import org.jspecify.annotations.Nullable;

/** Where secrets come from that tasks refer to as {@code ${secret:NAME}}. Asked at each call; thread-safe. */
@FunctionalInterface
public interface SecretSource {

    /** What an environment variable's name begins with. */
    String ENVIRONMENT_PREFIX = "RIPRESA_SECRET_";

    /** The value, or null where there is none. */
    @Nullable String secret(String name);

    /** Environment variables: NAME is read from {@code RIPRESA_SECRET_NAME}. */
    static SecretSource environment() {
        return name -> System.getenv(ENVIRONMENT_PREFIX + name);
    }
}
