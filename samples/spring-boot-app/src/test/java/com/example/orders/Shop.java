package com.example.orders;

import io.ripresa.spi.Resources;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/** The application, running. */
final class Shop implements AutoCloseable {

    /** What the machine has left; how full its disk is says nothing of the application. */
    static class Room {
        @Bean
        Resources resources() {
            return () -> List.of(new Resources.Use(Resources.Resource.MEMORY, 0.4, "of the heap, 614 MB left"));
        }
    }

    private final ConfigurableApplicationContext context;

    /** Starts it on a free port; the further settings are as on its command line. */
    Shop(InvoiceStub invoices, String... settings) {
        List<String> arguments = new ArrayList<>(List.of(
                "--server.port=0",
                "--server.shutdown=immediate",
                "--spring.main.banner-mode=off",
                "--logging.level.root=WARN",
                "--orders.invoice-service=" + invoices.address(),
                // A short story: who waits for a real outage has time.
                "--ripresa.policy.canaries.shortest=1s",
                "--ripresa.policy.canaries.longest=1s",
                "--ripresa.policy.ramp.first-rate=20",
                "--ripresa.policy.ramp.doubles-to=40"));
        arguments.addAll(List.of(settings));
        context = new SpringApplication(OrdersApplication.class, Room.class).run(arguments.toArray(String[]::new));
    }

    URI address() {
        return URI.create("http://localhost:"
                + ((WebServerApplicationContext) context).getWebServer().getPort());
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    boolean hasBean(Class<?> type) {
        return context.getBeanNamesForType(type).length > 0;
    }

    @Override
    public void close() {
        context.close();
    }
}
