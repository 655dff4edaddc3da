package io.ripresa.simulation;

import io.ripresa.model.Dependency;
import io.ripresa.model.RunKey;
import io.ripresa.model.SideEffects;
import io.ripresa.model.TaskKey;
import io.ripresa.spi.TaskSystem;
import io.ripresa.tck.TaskSystemContract;
import io.ripresa.tck.TaskSystemFixture;
import java.time.Duration;
import java.util.List;

/** The simulated task system keeps the contract of real ones. */
class SimulatedTaskSystemContractTest extends TaskSystemContract {

    @Override
    protected TaskSystemFixture open() {
        return new Fixture(Worlds.world());
    }

    private record Fixture(Worlds.World world) implements TaskSystemFixture {

        private static TaskPlan.Hidden hidden(Behaviour behaviour) {
            Duration runTime = Duration.ofMillis(100);
            return switch (behaviour) {
                case SUCCEED -> new TaskPlan.Hidden(HiddenCause.NONE, 0, 0, runTime);
                case FAIL -> new TaskPlan.Hidden(HiddenCause.MALFORMED, 0, 0, runTime);
                case REPORT_A_STAGE -> new TaskPlan.Hidden(HiddenCause.NONE, 0, 1, runTime);
                case HANG -> new TaskPlan.Hidden(HiddenCause.HANG_BEFORE_CALL, Integer.MAX_VALUE, 0, runTime);
            };
        }

        @Override
        public TaskSystem system() {
            return world.system();
        }

        @Override
        public void submit(String id, String workspace, Behaviour behaviour, Dependency... needs) {
            TaskPlan.Declared declared =
                    new TaskPlan.Declared(SideEffects.IDEMPOTENT, false, Duration.ofHours(24), true, 0, null);
            world.system()
                    .submit(
                            new TaskPlan(id, workspace, 0, 0, Duration.ZERO, declared, hidden(behaviour)),
                            List.of(needs));
        }

        @Override
        public void behave(String id, Behaviour behaviour) {
            world.system().behave(new TaskKey(Worlds.NAME, id), hidden(behaviour));
        }

        @Override
        public void finish(RunKey run, boolean succeed) {
            world.system().finish(run, succeed);
        }

        @Override
        public void cancel(String id) {
            world.system().cancel(new TaskKey(Worlds.NAME, id), "not wanted");
        }

        @Override
        public void settle() {
            world.time().advance(Duration.ofSeconds(2));
        }

        @Override
        public void restart() {
            // What it has stored is what it is: there is nothing that a restart could lose.
        }

        @Override
        public void close() {
            // Holds nothing open.
        }
    }
}
