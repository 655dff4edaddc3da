/** Policies: the file of overrides, its reload, and the command that explains what applies. */
@NullMarked
package io.ripresa.server.policies;

import org.jspecify.annotations.NullMarked;
