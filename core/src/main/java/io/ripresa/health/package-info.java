/** Health of the parts, and one score per workspace. */
@NullMarked
package io.ripresa.health;

import org.jspecify.annotations.NullMarked;
