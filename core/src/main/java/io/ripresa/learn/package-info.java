/** Counts outcomes and measures confidence. Pure: no clock, no I/O. */
@NullMarked
package io.ripresa.learn;

import org.jspecify.annotations.NullMarked;
