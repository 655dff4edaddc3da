/** The recovery loop: one tick takes what is due, decides, reserves, issues and verifies. */
@NullMarked
package io.ripresa.orchestrate;

import org.jspecify.annotations.NullMarked;
