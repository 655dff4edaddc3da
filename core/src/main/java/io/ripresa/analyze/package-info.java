/** Finds the cause of a failure: fingerprint, diagnosis, gate and incident. Pure: no clock, no I/O. */
@NullMarked
package io.ripresa.analyze;

import org.jspecify.annotations.NullMarked;
