/** Contracts that every store and every task system must pass. */
@NullMarked
package io.ripresa.tck;

import org.jspecify.annotations.NullMarked;
