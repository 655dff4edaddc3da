/** The native task system: durable tasks on db-scheduler. */
@NullMarked
package io.ripresa.worker;

import org.jspecify.annotations.NullMarked;
