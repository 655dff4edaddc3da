/** The same outage, in reality: two job libraries with their own retries, and Ripresa's worker, side by side. */
@org.jspecify.annotations.NullMarked
package io.ripresa.bench.side;
