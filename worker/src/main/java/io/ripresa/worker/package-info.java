/**
 * The native task system: durable tasks in a database, run by any number of processes on PostgreSQL, or by one on an H2
 * file.
 *
 * <h2>What it guarantees</h2>
 * <ul>
 *   <li><b>A task that was taken is kept.</b> When {@code submit} returns, task, event and trigger are committed
 *       together. When it throws, none was taken, or all were and only the answer was lost: the same id submitted again
 *       is the same task. A task that ended is forgotten after the retention (30 days); its id is a new task then.
 *   <li><b>At least once.</b> A run that began may have acted outside although its end was never stored: its worker was
 *       killed, or it was fenced. It is reported as orphaned or failed, and a further run may act again.
 *   <li><b>Never two runs of a task at once by our doing.</b> A run begins by a compare-and-set on the task which also
 *       uses its trigger up. Nothing is revived: a run that failed, ran out of time, was fenced or lost its worker
 *       leaves the task parked, and only an order starts the next one.
 *   <li><b>An order is carried out once, and in time.</b> It is refused unless its run is the latest and has ended; of
 *       two that race one wins; the same attempt id asked again gets the same answer for as long as the task is kept. It
 *       is expired after its end, by the database's clock in the moment in which the row is changed. A further run that has
 *       not begun by the end of its order does not begin: the order lapses, is reported, and may be given again.
 *   <li><b>An end counts once.</b> It names run and process. The end of a run that was fenced, timed out or taken for
 *       orphaned changes nothing and is kept as a late result. An end that cannot be stored, because the database is
 *       away, is kept in memory and stored when it is back; until then nothing starts in that process, so that there are
 *       never more of them than threads.
 *   <li><b>No event is lost.</b> Each is written in the transaction of the change it tells of, and gets its place in the
 *       order of reading when it can be seen, however late that is. Events of one task keep their order. A reader that
 *       asks again with an older cursor gets events again, for a day at least.
 *   <li><b>Work goes to who can do it.</b> A process picks only tasks of types it has a handler for, and only as many as
 *       it has threads free. Tasks of a type that no living process runs wait; {@code check()} names them, and so does
 *       the log once a minute.
 *   <li><b>No workspace takes all, and none is passed over for ever.</b> Runs of one workspace are limited over all
 *       processes. Of what is due the most urgent goes first, but every fourth look goes to what has waited longest, and
 *       every fourth to the next workspace.
 *   <li><b>Tasks that make tasks end.</b> What a handler submits knows how deep it is, and is refused beyond a depth, or
 *       when handlers make too many within a minute. A run that no longer counts makes none. See {@link
 *       io.ripresa.worker.Guards}.
 *   <li><b>A run that hangs is noticed.</b> One that tells its stages and is in one for longer than its type, the stage or
 *       their history allow is ended and interrupted; its own end is a late result. See {@link
 *       io.ripresa.worker.TaskType.Progress}.
 *   <li><b>A dead process is noticed.</b> One that has not renewed its lease (2 s) while another process looked four
 *       times, over four intervals, loses its runs: each is reported as orphaned, and what it had picked and not begun
 *       is due again. That is 8 to 10 s after its last sign of life. A process that starts under the same worker id
 *       does this at once where the operating system proves that the one before has ended. Of two that are given the same
 *       worker id the second does not start as long as the first lives. Any process does it that has been started, also one that runs nothing
 *       ({@code threads(0)}). Processes' clocks are never compared.
 *   <li><b>A worker that dies in a living process is replaced.</b> Where an error has ended its rounds or its look for
 *       work, or its rounds stand still for 15 looks, its lease is given back, which fences its runs: each is reported as
 *       orphaned, and nothing begins or ends under that lease any more. Then another worker begins in the same process,
 *       at once the first time and ever later (10 s to 5 min) where its successors die too. As long as the database does
 *       not confirm that the lease is given back none begins: there are never two. {@code stop()}, {@code start()} and
 *       {@code restart()} go the same way, and many who restart at once restart once.
 *   <li><b>A process that was taken for dead changes nothing with what it knew.</b> Its ends are late results. The
 *       database lets no run begin without a lease; with a new one the compare-and-set on the task decides. At its next
 *       beat it stops the handlers of the runs it lost.
 *   <li><b>A process that is stopped holds nothing up.</b> On PostgreSQL a transaction that stands still is ended by the
 *       server after 5 s.
 *   <li><b>A hold is seen by all processes</b> from the next first start on. Orders pass holds; runs under way are not
 *       touched.
 *   <li><b>Nothing grows with the backlog</b> but the backlog: of waiting tasks, unread events and parked first starts
 *       there is one batch in memory at a time, and looking for what is due costs what is due.
 *   <li><b>Shutdown loses nothing.</b> Runs may finish for a while, are then interrupted and reported as failed; what
 *       is due stays due.
 * </ul>
 *
 * <h2>What it does not guarantee</h2>
 * <ul>
 *   <li>That a fenced or timed-out run has stopped. Its thread is interrupted; a handler that does not listen goes on
 *       acting outside, beside a later run. {@link io.ripresa.worker.TaskContext#stage} refuses it from then on.
 *   <li>That the handlers of a process that was paused for longer than its lease do nothing when it wakes up, until it
 *       notices: at its next beat, or at the handler's next stage that the database refuses.
 *   <li>That work survives a loss of power on an H2 file: a commit is handed to the operating system, which survives the
 *       process being killed.
 *   <li>An order among tasks: priority decides among those that are due, and not always.
 *   <li>Events to a reader whose own store went back by more than a day: of those, only the latest run of each task that
 *       has not ended is kept.
 * </ul>
 *
 * <p>Dates are those of the database's clock; on H2, which lives in the process, those of the clock given to the builder.
 */
@NullMarked
package io.ripresa.worker;

import org.jspecify.annotations.NullMarked;
