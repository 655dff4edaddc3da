/** Turns what task systems report, and what they fail to report, into failures. Pure: no clock, no I/O. */
@NullMarked
package io.ripresa.detect;

import org.jspecify.annotations.NullMarked;
