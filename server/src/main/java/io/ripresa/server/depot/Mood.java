package io.ripresa.server.depot;

/** How the depot behaves towards whoever calls it. */
public enum Mood {
    /** Serves within its capacity. */
    UP("serves"),
    /** Takes requests, may act on them, answers nothing. */
    HANG("takes requests and never answers"),
    /** Its port is closed. */
    REFUSE("refuses connections"),
    /** 503 that says nothing more. */
    UNAVAILABLE("answers 503"),
    /** 503 with Retry-After. */
    UNAVAILABLE_RETRY_AFTER("answers 503 with Retry-After"),
    /** 429 with Retry-After. */
    THROTTLE("answers 429");

    private final String words;

    Mood(String words) {
        this.words = words;
    }

    /** For people: what it does, without a subject. */
    public String words() {
        return words;
    }
}
