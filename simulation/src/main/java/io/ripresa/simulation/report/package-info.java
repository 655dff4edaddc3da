/** What came out of the scenarios: figures, tables, verdicts, charts. */
@NullMarked
package io.ripresa.simulation.report;

import org.jspecify.annotations.NullMarked;
