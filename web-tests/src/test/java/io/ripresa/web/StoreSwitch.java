package io.ripresa.web;

import io.ripresa.spi.RecoveryStore;
import io.ripresa.spi.StoreException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** A store that can be made not to answer. Thread-safe. */
final class StoreSwitch {

    private volatile boolean answers = true;

    void answers(boolean now) {
        answers = now;
    }

    RecoveryStore around(RecoveryStore store) {
        return (RecoveryStore) Proxy.newProxyInstance(
                StoreSwitch.class.getClassLoader(),
                new Class<?>[] {RecoveryStore.class},
                (proxy, method, arguments) -> {
                    if (!answers) {
                        throw new StoreException("connection refused", null);
                    }
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
