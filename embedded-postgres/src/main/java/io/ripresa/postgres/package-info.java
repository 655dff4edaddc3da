/** A real PostgreSQL that a process brings with it. */
@NullMarked
package io.ripresa.postgres;

import org.jspecify.annotations.NullMarked;
