package io.ripresa.worker;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** What is logged by some loggers on some threads, from INFO on, until closed. */
final class LogLines implements AutoCloseable {

    /** One line: whose, how serious, what. */
    record Line(String logger, Level level, String text) {}

    /** How many listen to each logger: tests that run at the same time may listen to the same. */
    private static final Map<Logger, Integer> LISTENERS = new HashMap<>();

    private final List<Logger> loggers = new ArrayList<>();
    private final List<String> threads = new ArrayList<>();
    private final List<Line> lines = new CopyOnWriteArrayList<>();
    private final Handler ear = new Handler() {
        @Override
        public void publish(LogRecord line) {
            String thread = Thread.currentThread().getName();
            if (threads.stream().noneMatch(thread::startsWith)) {
                return; // other tests are at work at the same time
            }
            lines.add(new Line(line.getLoggerName(), line.getLevel(), new SimpleFormatter().formatMessage(line)));
        }

        @Override
        public void flush() {
            // Nothing is kept back.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    };

    /**
     * @param threads how the names of those threads begin, besides the present one
     * @param names loggers, or packages of them
     */
    LogLines(List<String> threads, String... names) {
        this.threads.add(Thread.currentThread().getName());
        this.threads.addAll(threads);
        for (String name : names) {
            Logger logger = Logger.getLogger(name);
            loggers.add(logger);
            synchronized (LISTENERS) {
                LISTENERS.merge(logger, 1, Integer::sum);
                logger.setLevel(Level.INFO);
            }
            logger.addHandler(ear);
        }
    }

    List<Line> lines() {
        return lines;
    }

    List<String> warnings() {
        return lines.stream()
                .filter(line -> line.level().intValue() >= Level.WARNING.intValue())
                .map(Line::text)
                .toList();
    }

    @Override
    public void close() {
        for (Logger logger : loggers) {
            logger.removeHandler(ear);
            synchronized (LISTENERS) {
                if (LISTENERS.merge(logger, -1, Integer::sum) == 0) {
                    LISTENERS.remove(logger);
                    logger.setLevel(null); // as its parent's again
                }
            }
        }
    }
}
