/**
 * The native task system: durable tasks in a database, run by any number of worker processes.
 *
 * <h2>What it guarantees</h2>
 * <ul>
 *   <li><b>A task that was taken is kept.</b> When {@code submit} returns, task, event and trigger are committed
 *       together. The same id submitted again is the same task.
 *   <li><b>At least once.</b> A run that began may have acted outside although its end was never stored: its worker was
 *       killed, or it was fenced. It is reported as orphaned or failed, and a further run may act again.
 *   <li><b>Never two runs of a task at once by our doing.</b> A run begins by a compare-and-set on the task which also
 *       uses its trigger up. Nothing is revived: a run that failed, ran out of time, was fenced or lost its worker
 *       leaves the task parked, and only an order starts the next one.
 *   <li><b>An order is carried out once.</b> It is refused unless its run is the latest and has ended; of two that race
 *       one wins; the same attempt id asked again gets the same answer for as long as the task is kept.
 *   <li><b>An end counts once.</b> It names run and process. The end of a run that was fenced, timed out or taken for
 *       orphaned changes nothing and is kept as a late result.
 *   <li><b>No event is lost.</b> Each is written in the transaction of the change it tells of, and gets its place in the
 *       order of reading when it can be seen, however late that is. Events of one task keep their order. A reader that
 *       asks again with an older cursor gets events again.
 *   <li><b>A dead worker is noticed.</b> A process that has not renewed its lease for four intervals (10 s), as another
 *       process sees it, loses its runs: each is reported as orphaned. A process that starts under the same worker id
 *       on the same machine does this at once.
 *   <li><b>A hold is seen by all processes</b> from the next first start on. Orders pass holds; runs under way are not
 *       touched.
 *   <li><b>Shutdown loses nothing.</b> Runs may finish for a while, are then interrupted and reported as failed; what
 *       is due stays due.
 * </ul>
 *
 * <h2>What it does not guarantee</h2>
 * <ul>
 *   <li>That a fenced or timed-out run has stopped. Its thread is interrupted; a handler that does not listen goes on
 *       acting outside, beside a later run. {@link io.ripresa.worker.TaskContext#stage} refuses it from then on.
 *   <li>That a process that was paused for longer than its lease does nothing when it wakes up, until it notices.
 *   <li>That work survives a loss of power on an H2 file: a commit is handed to the operating system, which survives the
 *       process being killed.
 *   <li>An order among tasks: priority decides among those that are due, no more.
 *   <li>Even spacing below the poll interval (250 ms) when a held gate is released.
 * </ul>
 *
 * <p>Dates are those of the clock given to the builder; clocks of several processes may differ, and nothing but due
 * times and expiry depends on them.
 */
@NullMarked
package io.ripresa.worker;

import org.jspecify.annotations.NullMarked;
