package io.ripresa.web;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.web.filter.ShallowEtagHeaderFilter;

/**
 * A response that stays open for server-sent events. Its end is no further dispatch of the request: the application's
 * filters are not asked again, about somebody who may have signed out since, for an answer that is long under way.
 *
 * <p>Written to and ended by one thread at a time; the container may end it at any time.
 */
final class EventStream implements StreamClient.Line, AsyncListener {

    private final AsyncContext context;
    private final ServletOutputStream out;
    private final List<Runnable> whenEnded = new CopyOnWriteArrayList<>();
    private volatile boolean ended;

    private EventStream(AsyncContext context, ServletOutputStream out) {
        this.context = context;
        this.out = out;
    }

    /** Answers the request by a stream. The head of the answer has been sent when this returns. */
    static EventStream open(HttpServletRequest request, HttpServletResponse response) throws IOException {
        ShallowEtagHeaderFilter.disableContentCaching(request);
        response.setContentType("text/event-stream");
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        response.setHeader("Cache-Control", "no-store");
        // A proxy that collects what is sent would hold back the news.
        response.setHeader("X-Accel-Buffering", "no");
        AsyncContext context = request.startAsync(request, response);
        context.setTimeout(0);
        EventStream stream = new EventStream(context, response.getOutputStream());
        context.addListener(stream);
        response.flushBuffer();
        return stream;
    }

    @Override
    public void write(String text) throws IOException {
        if (ended) {
            throw new IOException("the stream has ended");
        }
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    @Override
    public void end() {
        if (!ended) {
            complete();
        }
    }

    @Override
    public void whenEnded(Runnable work) {
        whenEnded.add(work);
    }

    private void complete() {
        ended = true;
        try {
            context.complete();
        } catch (IllegalStateException e) {
            ended = true; // the container was faster
        }
    }

    @Override
    public void onComplete(AsyncEvent event) {
        ended = true;
        whenEnded.forEach(Runnable::run);
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        complete();
    }

    /** Whoever followed is gone. Without this the container would look for a page to show him. */
    @Override
    public void onError(AsyncEvent event) {
        complete();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // Nobody starts it anew.
    }
}
