package io.ripresa.worker;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Connections whose statements are counted as they are prepared, and refused where the test says so. */
final class WatchedSource {

    private final DataSource source;
    private final AtomicInteger statements = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private volatile @Nullable Refusal refusal;

    private record Refusal(String part, String state) {}

    WatchedSource(DataSource source) {
        this.source = source;
    }

    int statements() {
        return statements.get();
    }

    /** From now on statements that contain this text fail with this SQLSTATE. */
    void refuse(String part, String state) {
        refusal = new Refusal(part, state);
    }

    /** All statements are executed again. */
    void allow() {
        refusal = null;
    }

    /** How many statements were refused. */
    int refused() {
        return refused.get();
    }

    DataSource dataSource() {
        return proxy(DataSource.class, (proxy, method, parameters) -> {
            Object result = call(source, method, parameters);
            return result instanceof Connection connection ? counted(connection) : result;
        });
    }

    private Connection counted(Connection connection) {
        return proxy(Connection.class, (proxy, method, parameters) -> {
            if (method.getName().equals("prepareStatement")) {
                statements.incrementAndGet();
                Refusal present = refusal;
                if (present != null && String.valueOf(parameters[0]).contains(present.part())) {
                    refused.incrementAndGet();
                    throw new SQLException("refused by the test", present.state());
                }
            }
            return call(connection, method, parameters);
        });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(WatchedSource.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static @Nullable Object call(Object target, Method method, Object @Nullable [] parameters)
            throws Throwable {
        try {
            return method.invoke(target, parameters);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
