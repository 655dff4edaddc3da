/** The runnable product: command line, server and demo. */
@NullMarked
package io.ripresa.server;

import org.jspecify.annotations.NullMarked;
