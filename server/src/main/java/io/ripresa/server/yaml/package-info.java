/** YAML files that people write: read whole, and what is wrong is told with file, line and fix. */
@NullMarked
package io.ripresa.server.yaml;

import org.jspecify.annotations.NullMarked;
