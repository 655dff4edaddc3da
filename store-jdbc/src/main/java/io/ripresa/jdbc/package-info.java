/** The durable store on H2 and PostgreSQL. */
@NullMarked
package io.ripresa.jdbc;

import org.jspecify.annotations.NullMarked;
