/** Carries out decisions at the task system and verifies their outcome. */
@NullMarked
package io.ripresa.execute;

import org.jspecify.annotations.NullMarked;
