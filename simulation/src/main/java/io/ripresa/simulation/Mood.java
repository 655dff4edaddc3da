package io.ripresa.simulation;

/** How a dependency behaves while it is out of order. */
public enum Mood {
    /** Nothing listens: connection refused. */
    REFUSE,
    /** The connection breaks in the middle; the call may have been processed. */
    RESET,
    /** 503 without a word on when to come back. */
    UNAVAILABLE,
    /** 503 with Retry-After. */
    UNAVAILABLE_RETRY_AFTER,
    /** 429 with Retry-After. */
    THROTTLE,
    /** No answer: the client's read time-out ends the call, which may have been processed. */
    HANG
}
