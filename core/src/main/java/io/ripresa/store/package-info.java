/** The in-memory reference store. */
@NullMarked
package io.ripresa.store;

import org.jspecify.annotations.NullMarked;
