/** The real Ripresa in a simulated world: it gets there what it gets anywhere, and nothing else. */
@NullMarked
package io.ripresa.simulation.recovery;

import org.jspecify.annotations.NullMarked;
