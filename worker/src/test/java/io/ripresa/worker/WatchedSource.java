package io.ripresa.worker;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Connections whose statements are counted as they are prepared. */
final class CountingSource {

    private final DataSource source;
    private final AtomicInteger statements = new AtomicInteger();

    CountingSource(DataSource source) {
        this.source = source;
    }

    int statements() {
        return statements.get();
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
            }
            return call(connection, method, parameters);
        });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(CountingSource.class.getClassLoader(), new Class<?>[] {type}, handler));
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
