package io.ripresa.model;

/** What groups failures into one incident. */
public sealed interface Cause {

    /** Stable text of the cause, unique among all causes. */
    String id();

    /** An availability cause: everything that fails on one gate is the same cause, whatever its fingerprint. */
    record Gated(GateKey gate) implements Cause {
        @Override
        public String id() {
            return "gate:" + gate;
        }
    }

    /** A cause without a gate: the same error in one workspace. */
    record Ungated(String workspace, String fingerprint) implements Cause {
        @Override
        public String id() {
            return "error:" + workspace + "/" + fingerprint;
        }
    }
}
