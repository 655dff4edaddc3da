package io.ripresa.tck;

import io.ripresa.spi.RecoveryStore;
import io.ripresa.store.InMemoryRecoveryStore;
import java.time.InstantSource;

/** The reference store keeps the contract. */
class InMemoryRecoveryStoreTest extends RecoveryStoreContract {

    @Override
    protected RecoveryStore open(InstantSource clock) {
        return new InMemoryRecoveryStore(clock);
    }

    @Override
    protected RecoveryStore reopen(RecoveryStore store, InstantSource clock) {
        return store;
    }
}
