/** The command {@code classify}: diagnoses of failures given as JSON lines. Needs nothing of the server. */
@NullMarked
package io.ripresa.server.classify;

import org.jspecify.annotations.NullMarked;
