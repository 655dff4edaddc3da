package io.ripresa.web;

import io.ripresa.model.JournalEntry;
import io.ripresa.model.JournalEntry.Kind;
import io.ripresa.spi.RecoveryStore;
import io.ripresa.spi.StoreException;
import io.ripresa.web.Overview.Sample;
import io.ripresa.web.StreamClient.Message;
import io.ripresa.web.Views.JournalView;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Keeps the latest picture and tells it to the pages that follow: at most four times a second, only when it changed,
 * and less often where reading it is slow, so that watching never costs more than a small share of the database.
 * Thread-safe.
 */
final class LiveFeed implements SmartLifecycle {

    private static final System.Logger LOG = System.getLogger(LiveFeed.class.getName());

    private static final Duration BEAT = Duration.ofMillis(250);
    private static final Duration UNWATCHED = Duration.ofSeconds(5);
    private static final Duration ALIVE = Duration.ofSeconds(15);
    private static final Duration SAMPLE_EVERY = Duration.ofMillis(950);
    private static final int SAMPLES = 600;
    private static final int LINES = 200;
    private static final int LINES_BACK = 3000;
    private static final Set<Kind> STORY = EnumSet.of(
            Kind.INCIDENT_OPENED, Kind.INCIDENT_MOVED, Kind.EVIDENCE, Kind.CONTROL, Kind.PERSON, Kind.LATE_RESULT);
    /** Reading may take one part in ten of the time. */
    private static final int SHARE = 9;

    private final OverviewReader reader;
    private final JournalFollower journal;
    private final TaskScheduler scheduler;
    private final Executor senders;
    private final InstantSource time;
    private final int maxClients;

    private final List<StreamClient> clients = new CopyOnWriteArrayList<>();
    private final Deque<Sample> samples = new ArrayDeque<>();
    private @Nullable Overview latest;
    private Instant readAgainAt = Instant.EPOCH;
    private Instant aliveAt = Instant.EPOCH;
    private @Nullable ScheduledFuture<?> beat;

    LiveFeed(RecoveryStore store, TaskScheduler scheduler, Executor senders, InstantSource time, WebSettings settings) {
        this.reader = new OverviewReader(store);
        this.journal = new JournalFollower(store);
        this.scheduler = scheduler;
        this.senders = senders;
        this.time = time;
        this.maxClients = settings.maxStreamClients();
    }

    /** The picture, at most a beat old, with its past. */
    synchronized Overview current() {
        Overview overview = latest;
        if (overview == null || !time.instant().isBefore(readAgainAt) || clients.isEmpty()) {
            overview = refresh();
        }
        return overview.withHistory(new ArrayList<>(samples));
    }

    /**
     * A new follower. It gets the whole picture, then the journal from where it left off, or its last lines.
     *
     * @param lastEventId what the follower had seen last, or null
     */
    SseEmitter follow(@Nullable String lastEventId) {
        SseEmitter emitter = new SseEmitter(0L);
        StreamClient client = new StreamClient(emitter, senders);
        synchronized (this) {
            if (clients.size() >= maxClients) {
                throw new ProblemException(Problem.of(
                        503,
                        "Too many followers",
                        maxClients + " pages follow the live stream already.",
                        "Close one, or raise ripresa.web.max-stream-clients."));
            }
            Instant now = time.instant();
            List<JournalEntry> missed = missed(lastEventId);
            client.offer(message("overview", current()), now);
            if (!missed.isEmpty()) {
                client.offer(lines(missed), now);
            }
            clients.add(client);
        }
        emitter.onCompletion(() -> clients.remove(client));
        return emitter;
    }

    private List<JournalEntry> missed(@Nullable String lastEventId) {
        try {
            long seen = lastEventId == null ? -1 : Long.parseLong(lastEventId);
            return recent().filter(e -> e.sequence() > seen).toList();
        } catch (NumberFormatException e) {
            return recent().toList();
        }
    }

    /** The last lines, and what tells the story further back. */
    private Stream<JournalEntry> recent() {
        List<JournalEntry> last = journal.latest(LINES_BACK);
        int first = Math.max(0, last.size() - LINES);
        long from = last.isEmpty() ? 0 : last.get(first).sequence();
        return last.stream().filter(e -> e.sequence() >= from || STORY.contains(e.kind()));
    }

    private void beat() {
        try {
            tell();
        } catch (StoreException e) {
            LOG.log(System.Logger.Level.WARNING, "live page cannot read the store, tries again in a moment", e);
        }
    }

    private synchronized void tell() {
        Instant now = time.instant();
        if (now.isBefore(readAgainAt)) {
            return;
        }
        Overview before = latest;
        Overview overview = refresh();
        List<JournalEntry> fresh = journal.next(LINES);
        if (clients.isEmpty()) {
            readAgainAt = now.plus(UNWATCHED);
            return;
        }
        List<Message> messages = new ArrayList<>();
        if (!fresh.isEmpty()) {
            messages.add(lines(fresh));
        }
        if (before == null || !before.timeless().equals(overview.timeless())) {
            messages.add(message("overview", overview));
        }
        if (!now.isBefore(aliveAt)) {
            messages.add(Message.KEEP_ALIVE);
            aliveAt = now.plus(ALIVE);
        }
        for (StreamClient client : clients) {
            for (Message message : messages) {
                if (!client.offer(message, now)) {
                    client.end();
                    clients.remove(client);
                    break;
                }
            }
        }
    }

    private Overview refresh() {
        Instant begin = time.instant();
        Overview overview = reader.read(List.copyOf(samples));
        Duration took = Duration.between(begin, time.instant());
        Duration pause = took.multipliedBy(SHARE);
        readAgainAt = begin.plus(pause.compareTo(BEAT) > 0 ? pause : BEAT.minusMillis(50));
        Sample last = samples.peekLast();
        if (last == null || !last.at().plus(SAMPLE_EVERY).isAfter(overview.at())) {
            samples.addLast(OverviewReader.sample(overview));
            if (samples.size() > SAMPLES) {
                samples.removeFirst();
            }
        }
        latest = overview;
        return overview;
    }

    private Message message(String event, Object data) {
        return new Message(event, Long.toString(journal.position()), StrictJson.text(data));
    }

    private Message lines(List<JournalEntry> entries) {
        long highest = entries.stream().mapToLong(JournalEntry::sequence).max().orElse(0);
        return new Message(
                "journal",
                Long.toString(Math.max(highest, journal.position())),
                StrictJson.text(entries.stream().map(JournalView::of).toList()));
    }

    @Override
    public synchronized void start() {
        if (beat == null) {
            beat = scheduler.scheduleWithFixedDelay(this::beat, BEAT);
        }
    }

    /** Ends all streams, so that the web server need not wait for them. */
    @Override
    public synchronized void stop() {
        if (beat != null) {
            beat.cancel(false);
            beat = null;
        }
        clients.forEach(StreamClient::end);
        clients.clear();
    }

    @Override
    public synchronized boolean isRunning() {
        return beat != null;
    }
}
