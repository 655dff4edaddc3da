package io.ripresa.server.chaos;

import java.util.List;

/**
 * Something that must not be.
 *
 * @param rule what must be
 * @param detail what is instead
 * @param tasks ids of the tasks concerned; may be empty
 */
record Violation(String rule, String detail, List<String> tasks) {
    Violation {
        tasks = List.copyOf(tasks);
    }
}
