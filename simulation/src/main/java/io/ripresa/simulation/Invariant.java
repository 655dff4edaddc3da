package io.ripresa.simulation;

/** What must hold after every step of every run, whatever goes wrong around it. */
public enum Invariant {
    ONE_LIVE_ATTEMPT("A task has at most one attempt that is reserved or issued."),
    ATTEMPT_LIMIT("A task gets at most three attempts, and those that a person granted, across crashes."),
    ONE_RUN_PER_ATTEMPT("An attempt starts at most one run."),
    TRIALS_BOUND("While a gate is half-open, at most three re-runs are in flight through it."),
    OPEN_GATE_LETS_NOTHING_PASS("While a gate's breaker is open, nothing is reserved through it."),
    RAMP_BOUND("A gate lets pass no more, in flight and per second, than its ramp says."),
    SLOTS_ADD_UP("A gate's count of slots is the count of live attempts that hold one."),
    PRESENT_EPOCH_ONLY("Only runs started in the present epoch move a breaker."),
    SUCCESS_IS_FINAL("A task that succeeded is never run again by us."),
    NO_UNSAFE_RERUN("A task that may not be run twice is not run again after it acted, nor a keyed one after its key."),
    KILL_SWITCH("Nothing is reserved, issued or held while the kill switch is on."),
    SWITCH_ENDS_ORDERS(
            "A re-run that was ordered before the kill switch was turned on does not begin more than a second after it."),
    RECOVERED_IS_TRUE("What is called recovered succeeded in its task system."),
    ONE_INCIDENT("A cause has at most one incident that is not resolved, and old failures open no new one."),
    ONE_FAILURE_PER_RUN("A run ends once and is counted as one failure, however often it is reported."),
    DISPOSITIONS_SUM("The dispositions sum to the tasks."),
    INCIDENT_COUNTS("An incident counts its members as they are."),
    HOPELESS_NOT_RERUN("What only a change or a person can cure is not re-run by itself."),
    FIX_BEFORE_RERUN("What waits for a fix goes only after a change that concerns it and is newer than its failure."),
    ONE_CANARY_PER_CHANGE(
            "After a change one member of an incident goes first; once it failed by the same cause, none for that change."),
    NOT_BEFORE("Nothing is re-run before the time that its error gave."),
    NO_TWO_RUNS("No two runs of one task are at work at the same time by our doing."),
    NOTHING_FORGOTTEN(
            "Every task that waits has something to wait for; in the end each is done or in a person's list."),
    JOURNAL_AGREES("Every move of a row has its line in the journal, in the same transaction."),
    STALE_KNOWLEDGE("A node that was stopped neither reserves nor issues by what it knew before."),
    NO_SECOND_ORDER("An order is given once only to a task system that cannot recognise it."),
    TAKEN_OVER("What was reserved is issued or taken back within 15 s, whoever died, while a node lives."),
    DUE_IS_DONE("What is due is done within 15 s, whoever claimed it and died, while a node lives."),
    HOLDS_FOLLOW_GATES("A task system holds the gates that are holding and no others, 15 s later at most."),
    STARTS_ARE_HELD(
            "While the breaker over all first starts is open none begins but its trials, whatever else would let it go."),
    STARTS_COUNT(
            "The breaker over all first starts opens when a limit is passed; what recovery ordered and failures of known"
                    + " causes do not count."),
    STARTS_GO_ON("The breaker over all first starts closes again by itself."),
    WAITS_FOR_MEMORY("What failed for want of its worker's memory is not tried until there was enough for 10 s."),
    ONE_AFTER_MEMORY("After a lack of memory a task gets one attempt in all."),
    NOTHING_DELETED_TOO_EARLY("Only what is over and old is deleted, and nothing of an incident that is open."),
    DELETED_STAYS_DELETED("What was deleted is not re-opened by an event that comes late or again."),
    OLD_IS_DELETED("What is over and old is deleted, within an hour of the time."),
    NO_ERROR("A step ends without an unexpected error."),
    NO_STANDSTILL("Time moves on: no work is due again and again at the same instant.");

    private final String sentence;

    Invariant(String sentence) {
        this.sentence = sentence;
    }

    /** The rule, for people. */
    public String sentence() {
        return sentence;
    }
}
