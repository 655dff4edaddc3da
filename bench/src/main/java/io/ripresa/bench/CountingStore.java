package io.ripresa.bench;

import io.ripresa.spi.RecoveryStore;
import io.ripresa.spi.RecoveryStore.CommitResult;
import io.ripresa.spi.RecoveryStore.ReserveResult;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** Counts what a store is asked to write, and how often somebody else was faster. Safe for use by many threads. */
final class CountingStore {

    final LongAdder commits = new LongAdder();
    final LongAdder conflicts = new LongAdder();
    final LongAdder reservations = new LongAdder();
    final LongAdder gatesMoved = new LongAdder();
    final LongAdder reserved = new LongAdder();

    RecoveryStore around(RecoveryStore store) {
        return (RecoveryStore) Proxy.newProxyInstance(
                CountingStore.class.getClassLoader(),
                new Class<?>[] {RecoveryStore.class},
                (proxy, method, arguments) -> {
                    try {
                        Object answer = method.invoke(store, arguments);
                        count(method.getName(), answer);
                        return answer;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private void count(String method, Object answer) {
        if (method.equals("commit")) {
            commits.increment();
            if (CommitResult.CONFLICT.equals(answer)) {
                conflicts.increment();
            }
        } else if (method.equals("reserve")) {
            List<?> results = (List<?>) answer;
            reservations.increment();
            if (results.contains(ReserveResult.GATE_MOVED)) {
                gatesMoved.increment();
            }
            reserved.add(results.stream().filter(ReserveResult.RESERVED::equals).count());
        }
    }
}
