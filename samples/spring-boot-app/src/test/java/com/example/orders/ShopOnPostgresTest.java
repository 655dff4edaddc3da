package com.example.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.example.orders.Visitor.Answer;
import io.ripresa.Ripresa;
import io.ripresa.model.Disposition;
import io.ripresa.model.TaskRecord;
import io.ripresa.postgres.EmbeddedPostgres;
import io.ripresa.spi.RecoveryReadModel.TaskQuery;
import io.ripresa.spi.Signal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Two processes of the application on one PostgreSQL: one takes orders and recovers, the other writes invoices. */
@Timeout(300)
class ShopOnPostgresTest {

    private static String[] on(EmbeddedPostgres database, String role) {
        return new String[] {
            "--spring.datasource.url=" + database.jdbcUrl("orders"),
            "--spring.datasource.username=" + database.user(),
            "--spring.datasource.password=" + database.password(),
            "--spring.profiles.active=" + role
        };
    }

    @Test
    void whatOneTakesTheOtherRunsAndAnOutageIsRecoveredFromBetweenThem() throws Exception {
        try (EmbeddedPostgres database = EmbeddedPostgres.temporary();
                InvoiceStub invoices = new InvoiceStub()) {
            database.createDatabase("orders");
            invoices.down(true);
            try (Shop desk = new Shop(invoices, on(database, "desk"));
                    // The second start finds all tables there, its own and Ripresa's.
                    Shop office = new Shop(invoices, on(database, "office"))) {
                assertThat(desk.bean(Signal.class).isPrompt()).isTrue();
                Visitor viewer = Visitor.signedIn(desk.address(), "viewer");
                for (int i = 0; i < 6; i++) {
                    Answer placed = viewer.post("/orders", "{\"customer\":\"customer " + i + "\",\"cents\":990}");
                    assertThat(placed.status()).as(placed.body()).isEqualTo(201);
                }
                await().atMost(OrdersApplicationTest.LONG)
                        .untilAsserted(() -> assertThat(
                                        viewer.get("/ripresa/api/v1/overview").body())
                                .contains(invoices.address().getAuthority() + " is in trouble"));

                invoices.down(false);

                await().atMost(OrdersApplicationTest.LONG)
                        .untilAsserted(() -> assertThat(office.bean(Ripresa.class)
                                        .read()
                                        .findTasks(new TaskQuery(null, null, null, null, 100)))
                                .hasSize(6)
                                .extracting(TaskRecord::disposition)
                                .containsOnly(Disposition.RECOVERED));
                assertThat(invoices.written()).hasSize(6).doesNotHaveDuplicates();
                assertThat(desk.bean(JdbcClient.class)
                                .sql("select count(*) from orders where invoiced")
                                .query(Integer.class)
                                .single())
                        .isEqualTo(6);
            }
        }
    }
}
