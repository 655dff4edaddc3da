/** Measurements: what recovery costs, and that it does not grow with the backlog. */
@NullMarked
package io.ripresa.bench;

import org.jspecify.annotations.NullMarked;
