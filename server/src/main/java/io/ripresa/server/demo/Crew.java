package io.ripresa.server.demo;

import io.ripresa.spi.RecoveryReadModel;
import io.ripresa.spi.TaskSubmitter;
import java.net.URI;
import java.util.List;

/** Who runs the demo's tasks and recovers them: one server in this process, or several nodes. */
interface Crew extends AutoCloseable {

    /** Address of the page. */
    URI page();

    /** Takes the tasks. */
    TaskSubmitter submitter();

    /** What is known of them. */
    RecoveryReadModel read();

    /** Lines that introduce who is there, beyond the page; without line ends. */
    List<String> introduction();

    @Override
    void close();
}
