/** Who takes part under which name, and many runs side by side. */
@NullMarked
package io.ripresa.simulation.contest;

import org.jspecify.annotations.NullMarked;
