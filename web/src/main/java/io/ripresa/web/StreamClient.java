package io.ripresa.web;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One page that follows the live stream. What it has not taken yet waits in a bounded box, in which a newer picture
 * replaces an older one; a page that does not keep up is dropped, and connects again by itself. Thread-safe.
 */
final class StreamClient {

    private static final int MAX_WAITING = 64;
    private static final Duration MAX_SENDING = Duration.ofSeconds(10);
    /** A page whose stream has ended asks again after so long. */
    private static final long RECONNECT_MILLIS = 500;

    private final Line line;
    private final Executor sender;
    private final Instant until;
    private final Deque<Message> waiting = new ArrayDeque<>();
    private @Nullable Instant sendingSince;
    private boolean closed;

    /**
     * A message of the stream.
     *
     * @param event its name, empty for a comment that only keeps the connection alive
     * @param id what a page that connects again gives back
     * @param data the text
     */
    record Message(String event, String id, String data) {
        static final Message KEEP_ALIVE = new Message("", "", "");

        /** As it is sent. */
        String text() {
            return event.isEmpty()
                    ? ":alive\n\n"
                    : "event:" + event + "\nid:" + id + "\nretry:" + RECONNECT_MILLIS + "\ndata:" + data + "\n\n";
        }

        boolean replaces(Message older) {
            return event.equals(older.event) && !event.equals("journal");
        }
    }

    /** What carries messages to the page. */
    interface Line {
        /** Sends, however long it takes. */
        void write(String text) throws IOException;

        /** Ends it; not while something is being sent. */
        void end();

        /** Does this when it has ended, whoever ended it. */
        void whenEnded(Runnable work);
    }

    /** @param until when it must ask again, to be let in or not */
    StreamClient(Line line, Executor sender, Instant until) {
        this.line = line;
        this.sender = sender;
        this.until = until;
        line.whenEnded(this::close);
    }

    /** Puts a message into the box and sees that it is sent. False where the client is gone, dropped or over. */
    boolean offer(Message message, Instant now) {
        boolean start;
        synchronized (this) {
            if (closed || now.isAfter(until)) {
                return false;
            }
            for (Iterator<Message> older = waiting.iterator(); older.hasNext(); ) {
                if (message.replaces(older.next())) {
                    older.remove();
                }
            }
            boolean stuck =
                    sendingSince != null && sendingSince.plus(MAX_SENDING).isBefore(now);
            if (stuck || waiting.size() >= MAX_WAITING) {
                closed = true;
                start = false;
            } else {
                waiting.add(message);
                start = sendingSince == null;
                if (start) {
                    sendingSince = now;
                }
            }
        }
        if (start) {
            try {
                sender.execute(this::send);
            } catch (RejectedExecutionException e) {
                close();
            }
        }
        if (isClosed()) {
            end();
            return false;
        }
        return true;
    }

    /** Whether its time is over at this moment. */
    boolean isOver(Instant now) {
        return now.isAfter(until);
    }

    /** Ends the stream for good: now, or when what is being sent has been sent or has failed. */
    void end() {
        boolean sending;
        synchronized (this) {
            close();
            sending = sendingSince != null;
        }
        if (!sending) {
            line.end();
        }
    }

    private void send() {
        boolean gone = false;
        for (Message message = take(); message != null; message = take()) {
            try {
                line.write(message.text());
            } catch (IOException | IllegalStateException e) {
                close();
                gone = true;
            }
        }
        if (gone || isClosed()) {
            line.end();
        }
    }

    private synchronized @Nullable Message take() {
        Message next = closed ? null : waiting.poll();
        if (next == null) {
            sendingSince = null;
        }
        return next;
    }

    private synchronized void close() {
        closed = true;
        waiting.clear();
    }

    private synchronized boolean isClosed() {
        return closed;
    }
}
