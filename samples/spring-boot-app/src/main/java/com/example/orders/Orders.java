package com.example.orders;

import io.ripresa.spi.TaskSubmitter;
import io.ripresa.spi.TaskSubmitter.Options;
import io.ripresa.spi.TaskSubmitter.Submission;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The orders, in the application's own table. */
@Component
class Orders {

    private final JdbcClient database;
    private final TaskSubmitter tasks;

    Orders(JdbcClient database, TaskSubmitter tasks) {
        this.database = database;
        this.tasks = tasks;
    }

    /** Stores the order and submits its invoice: both or neither. */
    @Transactional
    public Order place(String customer, long cents) {
        Order order = new Order(UUID.randomUUID().toString(), customer, cents, false);
        database.sql("insert into orders (id, customer, cents, invoiced) values (?, ?, ?, false)")
                .params(order.id(), order.customer(), order.cents())
                .update();
        tasks.submit(List.of(new Submission("invoice-" + order.id(), "shop", "invoice", order.id(), Options.DEFAULT)));
        return order;
    }

    Optional<Order> find(String id) {
        return database.sql("select id, customer, cents, invoiced from orders where id = ?")
                .param(id)
                .query(Order.class)
                .optional();
    }

    void markInvoiced(String id) {
        database.sql("update orders set invoiced = true where id = ?").param(id).update();
    }
}
