package io.ripresa.simulation;

import io.ripresa.model.Dependency;
import io.ripresa.spi.DependencyProbe;
import io.ripresa.spi.TaskSystem;
import java.time.Duration;
import java.util.List;

/** Bugs around workers that are short of memory. */
final class MemoryPlants {

    private MemoryPlants() {}

    /** Its workers say that there is enough whatever they read. */
    static final class AlwaysEnough extends ForwardingTaskSystem {
        AlwaysEnough(TaskSystem inner) {
            super(inner);
        }

        @Override
        public List<DependencyProbe> probes() {
            return super.probes().stream().<DependencyProbe>map(Rosy::new).toList();
        }
    }

    /** Its workers cannot be asked. */
    static final class NobodyAsks extends ForwardingTaskSystem {
        NobodyAsks(TaskSystem inner) {
            super(inner);
        }

        @Override
        public List<DependencyProbe> probes() {
            return List.of();
        }
    }

    private record Rosy(DependencyProbe asked) implements DependencyProbe {

        @Override
        public Dependency dependency() {
            return asked.dependency();
        }

        @Override
        public Duration period() {
            return asked.period();
        }

        @Override
        public ProbeResult probe() {
            return new ProbeResult(true, "enough");
        }
    }
}
