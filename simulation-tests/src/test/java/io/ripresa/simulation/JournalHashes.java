package io.ripresa.simulation;

/** Prints the journal hash of each seed given; for a second JVM. */
final class JournalHashes {

    private JournalHashes() {}

    public static void main(String[] seeds) {
        Quiet.down();
        for (String seed : seeds) {
            System.out.println(seed + " " + Simulation.run(Long.parseLong(seed)).journalHash());
        }
    }
}
