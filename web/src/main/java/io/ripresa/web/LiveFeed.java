package io.ripresa.web;

import io.ripresa.model.JournalEntry;
import io.ripresa.model.JournalEntry.Kind;
import io.ripresa.spi.RecoveryStore;
import io.ripresa.spi.TaskSystem;
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
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.TaskScheduler;

/**
 * Keeps the latest picture and tells it to the pages that follow: at most four times a second, only when it changed,
 * and less often where reading it is slow, so that watching never costs more than a small share of the database. Where
 * the store does not answer, tells that, and goes on once it does. Thread-safe.
 */
final class LiveFeed implements SmartLifecycle {

    private static final Duration BEAT = Duration.ofMillis(250);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration UNWATCHED = Duration.ofSeconds(5);
    private static final Duration ALIVE = Duration.ofSeconds(15);
    private static final Duration SAMPLE_EVERY = Duration.ofMillis(950);
    /** Whoever is signed in follows for so long, then asks again and is let in by the application again, or not. */
    private static final Duration SIGNED_IN = Duration.ofSeconds(30);

    private static final int SAMPLES = 600;
    private static final int LINES = 200;
    private static final int LINES_BACK = 3000;
    private static final Set<Kind> STORY = EnumSet.of(
            Kind.INCIDENT_OPENED,
            Kind.INCIDENT_MOVED,
            Kind.EVIDENCE,
            Kind.WARNING,
            Kind.CONTROL,
            Kind.PERSON,
            Kind.LATE_RESULT);
    /** Reading may take one part in ten of the time. */
    private static final int SHARE = 9;

    private final OverviewReader reader;
    private final JournalFollower journal;
    private final StoreWatch store;
    private final TaskScheduler scheduler;
    private final Executor senders;
    private final InstantSource time;
    private final int maxClients;

    private final List<StreamClient> clients = new CopyOnWriteArrayList<>();
    private final AtomicLong changes = new AtomicLong();
    private volatile @Nullable Picture latest;
    private volatile @Nullable Instant troubleTold;

    // Touched by whoever reads the store, one at a time.
    private final Deque<Sample> samples = new ArrayDeque<>();
    private volatile Instant nextAt = Instant.EPOCH;
    private Instant aliveAt = Instant.EPOCH;

    private List<ScheduledFuture<?>> rounds = List.of();

    /** What was read last, with its past, until when it is good enough for everybody, and after how many changes. */
    private record Picture(Overview overview, List<Sample> past, Instant freshUntil, long changes) {}

    LiveFeed(
            RecoveryStore store,
            List<TaskSystem> systems,
            TaskScheduler scheduler,
            Executor senders,
            InstantSource time,
            WebSettings settings) {
        this.reader = new OverviewReader(store, systems, time);
        this.journal = new JournalFollower(store);
        this.store = new StoreWatch(time);
        this.scheduler = scheduler;
        this.senders = senders;
        this.time = time;
        this.maxClients = settings.maxStreamClients();
    }

    /**
     * The picture, at most a beat old where reading is fast, with its past.
     *
     * @throws ProblemException where the store does not answer
     */
    Overview current() {
        Picture fresh = fresh();
        Picture picture = fresh != null
                ? fresh
                : store.readSoon(() -> {
                    Picture meanwhile = fresh();
                    return meanwhile != null ? meanwhile : refresh();
                });
        return picture.overview().withHistory(picture.past());
    }

    private @Nullable Picture fresh() {
        Picture picture = latest;
        boolean fresh = picture != null
                && picture.changes() == changes.get()
                && time.instant().isBefore(picture.freshUntil());
        return fresh ? picture : null;
    }

    /** Somebody has just changed something here, and wants to see it. */
    void changed() {
        changes.incrementAndGet();
        nextAt = Instant.EPOCH;
    }

    /**
     * A new follower. It gets the whole picture, then the journal from where it left off, or its last lines.
     *
     * @param lastEventId what the follower had seen last, or null
     * @param signedIn whether somebody is known to ask, who may be signed out later
     * @param opening opens the line to the follower, once it is let in
     * @throws ProblemException where there are too many, or the store does not answer
     */
    void follow(@Nullable String lastEventId, boolean signedIn, Supplier<StreamClient.Line> opening) {
        store.readSoon(() -> {
            if (clients.size() >= maxClients) {
                throw new ProblemException(Problem.of(
                        503,
                        "Too many followers",
                        maxClients + " pages follow the live stream already.",
                        "Close one, or raise ripresa.web.max-stream-clients."));
            }
            Instant now = time.instant();
            catchUp(now);
            List<JournalEntry> missed = missed(lastEventId);
            Picture fresh = fresh();
            Picture picture = fresh == null ? refresh() : fresh;
            StreamClient.Line line = opening.get();
            StreamClient client = new StreamClient(line, senders, signedIn ? now.plus(SIGNED_IN) : Instant.MAX);
            line.whenEnded(() -> clients.remove(client));
            client.offer(message("overview", picture.overview().withHistory(picture.past())), now);
            if (!missed.isEmpty()) {
                client.offer(lines(missed), now);
            }
            clients.add(client);
            nextAt = now;
            return client;
        });
    }

    /** Without it, who comes would get what it has seen, or is about to be given, once more at the next beat. */
    private void catchUp(Instant now) {
        if (clients.isEmpty()) {
            journal.skip();
            return;
        }
        List<JournalEntry> fresh = journal.next(LINES);
        if (!fresh.isEmpty()) {
            List<Message> messages = List.of(lines(fresh));
            clients.forEach(client -> offer(client, messages, now));
        }
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

    /** Never throws: what fails has been noticed by who watches the store, and is tried again. */
    private void beat() {
        Instant now = time.instant();
        if (now.isBefore(nextAt)) {
            return;
        }
        boolean well = false;
        try {
            store.read(() -> {
                tell(now);
                return true;
            });
            well = true;
        } catch (RuntimeException e) {
            nextAt = now.plus(LOOK);
        }
        if (!well) {
            look();
        }
    }

    /** Tells pages once that the store does not answer. Not a reader: looks while others wait for it. */
    private void look() {
        Instant since = store.trouble();
        if (since != null && !since.equals(troubleTold)) {
            troubleTold = since;
            Message trouble = new Message("trouble", Long.toString(journal.position()), StrictJson.text(since));
            clients.forEach(client -> offer(client, List.of(trouble), time.instant()));
        }
    }

    private void tell(Instant now) {
        Picture before = latest;
        Picture picture = refresh();
        List<JournalEntry> fresh = journal.next(LINES);
        if (clients.isEmpty()) {
            nextAt = now.plus(UNWATCHED);
            return;
        }
        List<Message> messages = new ArrayList<>();
        if (!fresh.isEmpty()) {
            messages.add(lines(fresh));
        }
        boolean afterTrouble = troubleTold != null;
        troubleTold = null;
        if (afterTrouble
                || before == null
                || !before.overview().timeless().equals(picture.overview().timeless())) {
            messages.add(message("overview", picture.overview()));
        }
        if (!now.isBefore(aliveAt)) {
            messages.add(Message.KEEP_ALIVE);
            aliveAt = now.plus(ALIVE);
        }
        clients.forEach(client -> offer(client, messages, now));
    }

    private void offer(StreamClient client, List<Message> messages, Instant now) {
        boolean there = !client.isOver(now);
        for (int i = 0; there && i < messages.size(); i++) {
            there = client.offer(messages.get(i), now);
        }
        if (!there) {
            client.end();
            clients.remove(client);
        }
    }

    private Picture refresh() {
        long known = changes.get();
        Instant begin = time.instant();
        List<Sample> past = List.copyOf(samples);
        Overview overview = reader.read(past);
        Duration pause = Duration.between(begin, time.instant()).multipliedBy(SHARE);
        Instant freshUntil = begin.plus(pause.compareTo(BEAT) > 0 ? pause : BEAT.minusMillis(50));
        Sample last = samples.peekLast();
        if (last == null || !last.at().plus(SAMPLE_EVERY).isAfter(overview.at())) {
            samples.addLast(OverviewReader.sample(overview));
            if (samples.size() > SAMPLES) {
                samples.removeFirst();
            }
            past = List.copyOf(samples);
        }
        Picture picture = new Picture(overview, past, freshUntil, known);
        latest = picture;
        nextAt = freshUntil;
        return picture;
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
        if (rounds.isEmpty()) {
            rounds = List.of(
                    scheduler.scheduleWithFixedDelay(this::beat, BEAT),
                    scheduler.scheduleWithFixedDelay(this::look, LOOK));
        }
    }

    /** Ends all streams, so that the web server need not wait for them. */
    @Override
    public synchronized void stop() {
        rounds.forEach(round -> round.cancel(false));
        rounds = List.of();
        clients.forEach(StreamClient::end);
        clients.clear();
    }

    @Override
    public synchronized boolean isRunning() {
        return !rounds.isEmpty();
    }
}
