/** Rules of diagnosis and patterns of secrets that users write down in YAML. */
@NullMarked
package io.ripresa.server.rules;

import org.jspecify.annotations.NullMarked;
