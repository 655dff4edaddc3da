package io.ripresa.web;

import io.ripresa.spi.TaskSystem;
import io.ripresa.spi.TaskSystem.Backlog;
import io.ripresa.spi.TaskSystemException;
import io.ripresa.web.Overview.Intake;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which task systems report faster than is read, for all pages together; asked at most every two seconds. For one thread
 * at a time.
 */
final class IntakeReader {

    /** What is younger is on its way. */
    static final Duration BEHIND = Duration.ofSeconds(10);

    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final Function<String, @Nullable String> cursors;
    private final List<TaskSystem> systems;
    private final InstantSource time;
    private List<Intake> behind = List.of();
    private Instant askAgainAt = Instant.MIN;

    /** @param cursors where the reading of a task system stands, by its name */
    IntakeReader(Function<String, @Nullable String> cursors, List<TaskSystem> systems, InstantSource time) {
        this.cursors = cursors;
        this.systems = List.copyOf(systems);
        this.time = time;
    }

    /** Those with events that have waited for more than ten seconds. */
    List<Intake> behind(Instant now) {
        if (!time.instant().isBefore(askAgainAt)) {
            List<Intake> found = new ArrayList<>();
            for (TaskSystem system : systems) {
                Backlog backlog = ask(system);
                Instant oldestAt = backlog.oldestAt();
                if (backlog.unread() > 0
                        && oldestAt != null
                        && oldestAt.plus(BEHIND).isBefore(now)) {
                    found.add(new Intake(system.name(), backlog.unread(), oldestAt));
                }
            }
            behind = List.copyOf(found);
            askAgainAt = time.instant().plus(PAUSE);
        }
        return behind;
    }

    /** A system that cannot be asked is told of by health, and keeps nobody from seeing the rest. */
    private Backlog ask(TaskSystem system) {
        try {
            return system.backlog(cursors.apply(system.name()));
        } catch (TaskSystemException e) {
            return Backlog.UNKNOWN;
        }
    }
}
