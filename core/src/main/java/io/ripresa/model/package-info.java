/**
 * The words of the field as immutable values, and the transition tables between their states. Everything else in
 * Ripresa imports this package; it imports nothing but the JDK.
 */
@NullMarked
package io.ripresa.model;

import org.jspecify.annotations.NullMarked;
