package io.ripresa.simulation.scenario;

import java.util.List;

/**
 * Knows the truth: when the cause is gone, what capacity is left over, which tasks can succeed. The yardstick; the only
 * mechanism that looks behind what it is given.
 */
public final class OracleMechanism implements Mechanism {

    private final World world;
    private final Oracle[] oracles;
    private final int[] booked;
    private int pending;

    private OracleMechanism(World world) {
        this.world = world;
        int dependencies = world.dependencies().size();
        this.booked = new int[dependencies];
        this.oracles = new Oracle[dependencies];
        for (int i = 0; i < dependencies; i++) {
            oracles[i] = new Oracle(world.dependencies().get(i).timeline());
        }
    }

    /** Only in a world of this package. */
    public static Mechanism start(Surroundings surroundings) {
        if (surroundings instanceof World world) {
            return new OracleMechanism(world);
        }
        throw new IllegalArgumentException("the oracle knows nothing of " + surroundings.getClass());
    }

    @Override
    public void succeeded(int task, int run) {
        // Known beforehand.
    }

    @Override
    public void failed(int number, int run, Trouble trouble) {
        ScenarioTask task = world.task(number);
        if (!task.counted || task.isHopeless() || task.lostToSafety) {
            // Of a rehearsal it learns nothing: it knows already.
            world.giveUp(number);
            return;
        }
        // So early that its call comes just when it is served, half a step after the one before.
        long callAt = oracles[task.dependency].servedAt(0.5 + booked[task.dependency]++);
        pending++;
        world.at(callAt - task.work / 2, () -> {
            pending--;
            world.rerun(number);
        });
    }

    @Override
    public boolean isAtRest() {
        return pending == 0;
    }

    @Override
    public Account account() {
        long hopeless = world.all().stream()
                .filter(t -> t.counted && t.isHopeless() && t.givenUp)
                .count();
        long unsafe = world.all().stream()
                .filter(t -> t.counted && !t.isHopeless() && t.givenUp)
                .count();
        return new Account(unsafe, hopeless, 0L, List.of(), List.of());
    }
}
