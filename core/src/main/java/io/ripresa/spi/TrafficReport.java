package io.ripresa.spi;

import io.ripresa.model.Dependency;

/**
 * Tells how calls to a dependency go that Ripresa has nothing to do with: an application's own requests, counted where
 * they are made. While an outage lasts they are evidence that costs nothing; when tasks come back they are what must not
 * suffer; and before an outage they tell when more fail than usual, which is an early warning. Safe for use by many threads; cheap enough to be called for every request.
 */
@FunctionalInterface
public interface TrafficReport {

    /**
     * Adds to what was seen.
     *
     * @param dependency what was called, named as failures name it
     * @param succeeded calls that it answered as it should since the last report, at least 0
     * @param failed calls that it did not, for reasons of its own: refused, timed out, 5xx, 429; at least 0
     */
    void report(Dependency dependency, long succeeded, long failed);
}
