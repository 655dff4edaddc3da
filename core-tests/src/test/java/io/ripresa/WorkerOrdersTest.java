package io.ripresa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ripresa.model.JournalEntry;
import io.ripresa.orchestrate.WorkerOrders;
import io.ripresa.spi.LocalWorker;
import io.ripresa.spi.LocalWorker.Standing;
import io.ripresa.spi.LocalWorker.State;
import io.ripresa.spi.RecoveryStore;
import io.ripresa.spi.StoreException;
import io.ripresa.spi.TaskSystemException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A person's orders to the worker of this process are journalled, then carried out, where they fit how it is. */
class WorkerOrdersTest {

    private final RecoveryWorld world = new RecoveryWorld();
    private final ScriptedWorker worker = new ScriptedWorker();
    private WorkerOrders orders = world.ripresa.operator().worker();

    private final class ScriptedWorker implements LocalWorker {
        private final List<String> did = new ArrayList<>();
        private State state = State.RUNNING;
        private boolean obeys = true;

        @Override
        public Standing standing() {
            return new Standing("w-1", state, 0, 1, "As it is.");
        }

        private void become(String what, State next) {
            assertThat(lines()).as("journalled before it is done").isNotEmpty();
            did.add(what);
            if (!obeys) {
                state = State.STOPPED;
                throw new TaskSystemException("its lease is still there", null);
            }
            state = next;
        }

        @Override
        public void start() {
            become("start", State.RUNNING);
        }

        @Override
        public void stop() {
            become("stop", State.STOPPED);
        }

        @Override
        public void restart() {
            become("restart", State.RUNNING);
        }
    }

    @BeforeEach
    void withAWorker() {
        world.system.worker = worker;
        world.restart();
        orders = world.ripresa.operator().worker();
    }

    private List<String> lines() {
        return world.store.journalAfter(0, 100).stream().map(JournalEntry::text).toList();
    }

    private Standing order(String what) {
        return switch (what) {
            case "stop" -> orders.stop("ann", "new disk");
            case "start" -> orders.start("ann", "new disk");
            default -> orders.restart("ann", "new disk");
        };
    }

    @Test
    void eachOrderIsALineThatNamesWorkerActorAndReason() {
        assertThat(order("stop").state()).isEqualTo(State.STOPPED);
        assertThat(order("start").state()).isEqualTo(State.RUNNING);
        assertThat(order("restart").state()).isEqualTo(State.RUNNING);

        assertThat(worker.did).containsExactly("stop", "start", "restart");
        assertThat(lines())
                .containsExactly(
                        "Worker w-1, stop by ann: new disk",
                        "Worker w-1, start by ann: new disk",
                        "Worker w-1, restart by ann: new disk");
        assertThat(world.store.journalAfter(0, 1).get(0).data()).containsEntry("actor", "ann");
        assertThat(Objects.requireNonNull(orders.standing()).name()).isEqualTo("w-1");
    }

    @ParameterizedTest
    @CsvSource({
        "stop, NOT_STARTED",
        "stop, STOPPED",
        "stop, CLOSED",
        "start, NOT_STARTED",
        "start, RUNNING",
        "start, DIED",
        "start, CLOSED",
        "restart, NOT_STARTED",
        "restart, CLOSED"
    })
    void whatDoesNotFitIsRefusedAndNotJournalled(String what, State state) {
        worker.state = state;

        assertThatThrownBy(() -> order(what))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("worker w-1 is " + state, "to " + what + " it, it must be");
        assertThat(worker.did).isEmpty();
        assertThat(lines()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"stop, DIED", "restart, DIED", "restart, STOPPED"})
    void oneThatDiedIsStoppedOrReplacedAtOnceAndAStoppedOneRestarted(String what, State state) {
        worker.state = state;

        order(what);

        assertThat(worker.did).containsExactly(what);
    }

    @Test
    void whatFailsIsToldInTheJournalToo() {
        worker.obeys = false;

        assertThatThrownBy(() -> order("restart")).isInstanceOf(TaskSystemException.class);

        assertThat(lines())
                .containsExactly(
                        "Worker w-1, restart by ann: new disk",
                        "Worker w-1, restart by ann failed, it is STOPPED: its lease is still there");
    }

    @Test
    void whatCannotBeJournalledIsNotCarriedOut() {
        RecoveryStore away = (RecoveryStore) Proxy.newProxyInstance(
                RecoveryStore.class.getClassLoader(),
                new Class<?>[] {RecoveryStore.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("commit")) {
                        throw new StoreException("away", null);
                    }
                    return method.invoke(world.store, arguments);
                });
        orders = Ripresa.builder()
                .store(away)
                .taskSystem(world.system)
                .build()
                .operator()
                .worker();

        assertThatThrownBy(() -> order("stop")).isInstanceOf(StoreException.class);
        assertThat(worker.did).isEmpty();
    }

    @Test
    void whoAndWhichIsAsked() {
        assertThatThrownBy(() -> orders.stop(" ", "new disk")).hasMessageContaining("actor");
        world.system.worker = null;
        world.restart();
        orders = world.ripresa.operator().worker();

        assertThat(orders.standing()).isNull();
        assertThatThrownBy(() -> order("stop")).isInstanceOf(NoSuchElementException.class);
    }
}
