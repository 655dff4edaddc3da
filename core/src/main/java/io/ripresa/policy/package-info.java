/** Decides what is done about a failure, with the reason. Pure: no clock, no I/O. */
@NullMarked
package io.ripresa.policy;

import org.jspecify.annotations.NullMarked;
