/** Tests of the REST API and the page, over real sockets. */
@NullMarked
package io.ripresa.web;

import org.jspecify.annotations.NullMarked;
