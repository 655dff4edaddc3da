/** How others make failed tasks run again: published schedules and control loops, in the same world. */
@NullMarked
package io.ripresa.simulation.rival;

import org.jspecify.annotations.NullMarked;
