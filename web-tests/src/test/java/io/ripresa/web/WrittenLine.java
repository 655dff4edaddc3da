package io.ripresa.web;

import java.util.ArrayList;
import java.util.List;

/** A line that keeps what is written to it. */
final class WrittenLine implements StreamClient.Line {

    private final List<String> written = new ArrayList<>();
    private final List<Runnable> whenEnded = new ArrayList<>();
    private boolean ended;

    List<String> written() {
        return written;
    }

    boolean ended() {
        return ended;
    }

    @Override
    public void write(String text) {
        written.add(text);
    }

    @Override
    public void end() {
        ended = true;
        whenEnded.forEach(Runnable::run);
    }

    @Override
    public void whenEnded(Runnable work) {
        whenEnded.add(work);
    }
}
