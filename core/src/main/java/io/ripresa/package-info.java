/** The facade: everything needed to run Ripresa inside an application. */
@NullMarked
package io.ripresa;

import org.jspecify.annotations.NullMarked;
