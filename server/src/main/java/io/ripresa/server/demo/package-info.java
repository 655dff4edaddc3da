/**
 * The demo: a real HTTP service with the moods of real ones, a plan of tasks that need it, the story of its outage, and
 * the judgement of what was recovered by the service's own ledger. The service shares nothing with the rest of the
 * program but sockets.
 */
@NullMarked
package io.ripresa.server.demo;

import org.jspecify.annotations.NullMarked;
