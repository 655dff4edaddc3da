/** Outages as users describe them, played in virtual time against whatever makes failed tasks run again. */
@NullMarked
package io.ripresa.simulation.scenario;

import org.jspecify.annotations.NullMarked;
