/** What the worker and its guards cost beside plain db-scheduler. */
@NullMarked
package io.ripresa.bench.guards;

import org.jspecify.annotations.NullMarked;
