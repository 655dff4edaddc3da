package io.ripresa.simulation.recovery;

import io.ripresa.spi.RecoveryStore;
import io.ripresa.spi.StoreException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.BooleanSupplier;

/** A store that does not answer while it is down. */
final class UnreachableStore {

    private UnreachableStore() {}

    /** The store, behind a line that can be cut; what was asked while it is cut has no effect. */
    static RecoveryStore behind(BooleanSupplier isCut, RecoveryStore store) {
        return (RecoveryStore) Proxy.newProxyInstance(
                UnreachableStore.class.getClassLoader(),
                new Class<?>[] {RecoveryStore.class},
                (proxy, method, args) -> {
                    if (isCut.getAsBoolean()) {
                        throw new StoreException("connection refused", null);
                    }
                    try {
                        return method.invoke(store, args);
                    } catch (InvocationTargetException e) {
                        throw e.getTargetException();
                    }
                });
    }
}
