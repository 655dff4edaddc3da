package com.example.orders;

import io.ripresa.worker.TaskHandler;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.client.RestClient;

/** Has invoices written by another system, which is not always there. */
@Configuration(proxyBeanMethods = false)
class Invoicing {

    /** Runs the tasks of type "invoice": the type is the bean's name. */
    @Bean
    TaskHandler invoice(Orders orders, RestClient invoiceService) {
        return task -> {
            Order order = orders.find(task.payload()).orElseThrow();
            invoiceService
                    .post()
                    .uri("/invoices")
                    .header("Idempotency-Key", task.idempotencyKey())
                    .body(order)
                    .retrieve()
                    .toBodilessEntity();
            orders.markInvoiced(order.id());
        };
    }

    @Bean
    RestClient invoiceService(RestClient.Builder builder, @Value("${orders.invoice-service}") String address) {
        return builder.baseUrl(address).build();
    }
}
