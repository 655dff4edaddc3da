/** REST API and live page. */
@NullMarked
package io.ripresa.web;

import org.jspecify.annotations.NullMarked;
