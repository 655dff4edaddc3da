/** The command that plays outages in virtual time. */
@NullMarked
package io.ripresa.server.simulate;

import org.jspecify.annotations.NullMarked;
