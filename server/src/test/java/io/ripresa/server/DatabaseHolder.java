package io.ripresa.server;

import java.sql.Connection;
import java.sql.DriverManager;

/** Another process that has the database open until it is ended. */
final class DatabaseHolder {

    private DatabaseHolder() {}

    public static void main(String[] args) throws Exception {
        try (Connection held = DriverManager.getConnection("jdbc:h2:file:" + args[0], "sa", "")) {
            System.out.println(held.isValid(1) ? "held" : "lost");
            System.out.flush();
            System.in.read();
        }
    }
}
