/** Auto-configuration for Spring Boot. */
@NullMarked
package io.ripresa.spring;

import org.jspecify.annotations.NullMarked;
