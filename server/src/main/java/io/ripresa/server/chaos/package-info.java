/**
 * Real processes and real faults: nodes that are killed and stopped, a database that goes and comes back, a service that
 * fails. The service's own ledger judges what became of the tasks.
 */
@NullMarked
package io.ripresa.server.chaos;

import org.jspecify.annotations.NullMarked;
