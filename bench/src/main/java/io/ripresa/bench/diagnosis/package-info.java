/** How well and how fast failures are diagnosed, measured on labelled failures from public sources. */
@NullMarked
package io.ripresa.bench.diagnosis;

import org.jspecify.annotations.NullMarked;
