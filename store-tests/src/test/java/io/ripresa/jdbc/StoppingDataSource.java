package io.ripresa.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/**
 * Connections of a process that is stopped in the middle of a transaction: before a statement with a certain text, until
 * it is let go on.
 */
final class StoppingDataSource {

    private final DataSource inner;
    private final String statement;
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    StoppingDataSource(DataSource inner, String statement) {
        this.inner = inner;
        this.statement = statement;
    }

    DataSource dataSource() {
        return proxy(DataSource.class, (proxy, method, arguments) -> {
            Object answer = call(inner, method, arguments);
            return answer instanceof Connection connection ? stopping(connection) : answer;
        });
    }

    private Connection stopping(Connection connection) {
        return proxy(Connection.class, (proxy, method, arguments) -> {
            if (method.getName().equals("prepareStatement") && ((String) arguments[0]).contains(statement)) {
                reached.countDown();
                goOn.await();
            }
            return call(connection, method, arguments);
        });
    }

    boolean isReached() throws InterruptedException {
        return reached.await(20, TimeUnit.SECONDS);
    }

    void goOn() {
        goOn.countDown();
    }

    private static Object call(Object target, java.lang.reflect.Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
