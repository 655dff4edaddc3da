/**
 * The ports: what Ripresa asks of a task system, a store, a probe, and what it offers to listeners. Times are the
 * store's clock unless said otherwise.
 */
@NullMarked
package io.ripresa.spi;

import org.jspecify.annotations.NullMarked;
