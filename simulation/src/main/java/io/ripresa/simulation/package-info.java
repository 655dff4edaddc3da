/** Virtual time, a simulated world, and the invariants that must hold in it. */
@NullMarked
package io.ripresa.simulation;

import org.jspecify.annotations.NullMarked;
