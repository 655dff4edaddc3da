package io.ripresa.tck;

/**
 * What every {@link io.ripresa.spi.RecoveryStore} promises, as tests. A store passes by extending this class and saying
 * how it is opened: {@link #open} gives an empty store for one test, {@link #reopen} the same store after its process
 * ended. Whoever opens also closes, in an {@code @AfterEach} of its own.
 *
 * <p>The parts build on each other: {@link StoreCommitContract} (versions, all or nothing, cursor, kill switch), {@link
 * StoreReservationContract}, {@link StoreDueContract}, {@link StoreCandidatesContract}, {@link StoreReadModelContract},
 * {@link StoreCleaningContract}, {@link StoreChangesContract}, {@link
 * StoreWorkspacesContract} and {@link StoreModelContract} (random calls, compared with a store too simple to be wrong).
 */
public abstract class RecoveryStoreContract extends StoreModelContract {}
