package com.example.orders;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.Ripresa;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The same application with {@code ripresa.enabled=false}. */
@Timeout(300)
class SwitchedOffTest {

    @Test
    void nothingOfItIsThereAndTheApplicationIs() throws Exception {
        try (InvoiceStub invoices = new InvoiceStub();
                Shop shop = new Shop(
                        invoices,
                        "--spring.datasource.url=jdbc:h2:mem:off;DB_CLOSE_DELAY=-1",
                        "--ripresa.enabled=false",
                        // It is asked for a failure below, which need not be told.
                        "--logging.level.org.apache.catalina.core.ContainerBase=OFF")) {
            Visitor ops = Visitor.signedIn(shop.address(), "ops");

            assertThat(ops.get("/ripresa/", "text/html").status()).isEqualTo(404);
            assertThat(ops.get("/ripresa/api/v1/overview").status()).isEqualTo(404);
            assertThat(ops.get("/orders/none").status()).isEqualTo(404);
            assertThat(ops.get("/actuator/health").json().path("components").has("ripresa"))
                    .isFalse();
            assertThat(shop.hasBean(Ripresa.class)).isFalse();
            assertThat(shop.bean(JdbcClient.class)
                            .sql("select lower(table_name) from information_schema.tables"
                                    + " where table_schema = 'PUBLIC' order by 1")
                            .query(String.class)
                            .list())
                    .containsExactly("flyway_schema_history", "orders");

            int tasks =
                    ops.post("/orders", "{\"customer\":\"nobody\",\"cents\":1}").status();
            assertThat(tasks).as("a task that nobody would run is not taken").isEqualTo(500);
            assertThat(shop.bean(JdbcClient.class)
                            .sql("select count(*) from orders")
                            .query(Integer.class)
                            .single())
                    .as("and neither is the order")
                    .isZero();
        }
    }
}
