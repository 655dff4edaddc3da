/** A service that fails and comes back, with a ledger of its own, and the tasks that need it: for demo and chaos. */
@NullMarked
package io.ripresa.server.depot;

import org.jspecify.annotations.NullMarked;
