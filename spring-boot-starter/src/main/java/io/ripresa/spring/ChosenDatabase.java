package io.ripresa.spring;

import io.ripresa.spi.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;

/**
 * The application's data source that Ripresa keeps its tables in: the one that {@code ripresa.data-source} names, else
 * the only one or the primary one.
 *
 * @param dataSource gives connections of its own: one that joins the application's transactions is taken off, because
 *     Ripresa commits what it does
 */
record ChosenDatabase(DataSource dataSource) {

    private static final String KEY = "ripresa.data-source";

    static ChosenDatabase of(@Nullable String name, ListableBeanFactory beans) {
        return new ChosenDatabase(plain(name == null ? onlyOne(beans) : named(name, beans)));
    }

    /** @throws StoreException if it does not answer */
    boolean isPostgres() {
        try (Connection connection = dataSource.getConnection()) {
            return connection.getMetaData().getDatabaseProductName().equals("PostgreSQL");
        } catch (SQLException e) {
            throw new StoreException("Ripresa's database could not be reached: " + e.getMessage(), e);
        }
    }

    private static DataSource onlyOne(ListableBeanFactory beans) {
        try {
            return beans.getBean(DataSource.class);
        } catch (NoUniqueBeanDefinitionException e) {
            throw new BadSetting(
                    KEY,
                    null,
                    "is not set, and of the data sources " + list(e.getBeanNamesFound()) + " none is @Primary",
                    "Set it to the name of one of them, or mark one of them @Primary.");
        } catch (NoSuchBeanDefinitionException e) {
            if (!DataSource.class.equals(e.getBeanType())) {
                throw e;
            }
            throw new StartProblem(
                    "Ripresa keeps its tables in the application's database, and there is no DataSource bean.",
                    "Set spring.datasource.url and add the driver (H2 or PostgreSQL), or set ripresa.enabled=false.");
        }
    }

    private static DataSource named(String name, ListableBeanFactory beans) {
        List<String> known = Arrays.asList(beans.getBeanNamesForType(DataSource.class));
        if (!known.contains(name)) {
            throw new BadSetting(
                    KEY,
                    name,
                    "names no DataSource bean",
                    known.isEmpty()
                            ? "Leave it out, and set spring.datasource.url."
                            : "Give one of " + list(known) + ".");
        }
        return beans.getBean(name, DataSource.class);
    }

    private static String list(@Nullable Collection<String> names) {
        return names == null
                ? ""
                : names.stream().sorted().map(n -> '"' + n + '"').collect(Collectors.joining(", "));
    }

    private static DataSource plain(DataSource dataSource) {
        DataSource plain = dataSource;
        while (plain instanceof TransactionAwareDataSourceProxy proxy && proxy.getTargetDataSource() != null) {
            plain = proxy.getTargetDataSource();
        }
        return plain;
    }
}
