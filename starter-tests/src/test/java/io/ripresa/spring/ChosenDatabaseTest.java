package io.ripresa.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;

/** Which of the application's data sources it is. */
class ChosenDatabaseTest {

    private final DefaultListableBeanFactory beans = new DefaultListableBeanFactory();

    private DataSource add(String name, boolean primary) {
        JdbcDataSource dataSource = new JdbcDataSource();
        RootBeanDefinition definition = new RootBeanDefinition(DataSource.class, () -> dataSource);
        definition.setPrimary(primary);
        beans.registerBeanDefinition(name, definition);
        return dataSource;
    }

    private DataSource chosen(@Nullable String name) {
        return ChosenDatabase.of(name, beans).dataSource();
    }

    @Test
    void theOnlyOne() {
        DataSource only = add("dataSource", false);

        assertThat(chosen(null)).isSameAs(only);
    }

    @Test
    void thePrimaryOneOfSeveralUnlessASettingNamesAnother() {
        DataSource archive = add("archive", false);
        DataSource orders = add("orders", true);

        assertThat(chosen(null)).isSameAs(orders);
        assertThat(chosen("archive")).isSameAs(archive);
    }

    @Test
    void severalWithoutAPrimaryOneAreNamed() {
        add("orders", false);
        add("archive", false);

        assertThatThrownBy(() -> chosen(null))
                .isInstanceOf(BadSetting.class)
                .hasMessage("ripresa.data-source is not set, and of the data sources \"archive\", \"orders\" none is"
                        + " @Primary.");
    }

    @Test
    void aNameThatIsNoneIsSaidWithThoseThereAre() {
        add("orders", true);
        add("archive", false);

        assertThatThrownBy(() -> chosen("archiv")).isInstanceOfSatisfying(BadSetting.class, bad -> {
            assertThat(bad.getMessage()).isEqualTo("ripresa.data-source \"archiv\" names no DataSource bean.");
            assertThat(bad.fix()).isEqualTo("Give one of \"archive\", \"orders\".");
        });
    }

    @Test
    void noneIsSaidWithTheFix() {
        assertThatThrownBy(() -> chosen(null))
                .isInstanceOfSatisfying(
                        StartProblem.class, problem -> assertThat(problem.fix()).contains("spring.datasource.url"));
    }

    @Test
    void oneThatJoinsTransactionsByItselfIsTakenOff() {
        JdbcDataSource plain = new JdbcDataSource();
        beans.registerSingleton("dataSource", new TransactionAwareDataSourceProxy(plain));

        assertThat(chosen(null)).as("Ripresa commits what it does").isSameAs(plain);
    }
}
