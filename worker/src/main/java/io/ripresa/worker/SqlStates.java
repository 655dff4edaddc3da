package io.ripresa.worker;

import java.sql.SQLException;
import java.util.Set;
import java.util.TreeSet;

/** What the databases' errors mean for a transaction. Stateless. */
final class SqlStates {

    /** A lost race: serialization failure, deadlock, unique or foreign key, lock time-out (of both databases). */
    private static final Set<String> LOST_RACE =
            new TreeSet<>(Set.of("40001", "40P01", "23505", "23503", "23506", "55P03", "HYT00", "90131"));
    /** Of these, a row that another one refers to and that is not there, or is referred to. */
    private static final Set<String> WITHOUT_KEY = new TreeSet<>(Set.of("23503", "23506"));
    /** The one lost race after which a transaction can go on from a savepoint: a row inserted by another one. */
    private static final String INSERTED_BY_ANOTHER = "23505";
    /** Connections that ended: shut down, killed, too many, idle in transaction; H2: closed, broken. */
    private static final Set<String> BROKEN = new TreeSet<>(Set.of("53300", "25P03", "90067", "90098", "90121"));

    private SqlStates() {}

    /** Whether another transaction was faster, so that it may be run again. */
    static boolean isLostRace(SQLException e) {
        return LOST_RACE.contains(state(e));
    }

    static boolean isInsertedByAnother(SQLException e) {
        return INSERTED_BY_ANOTHER.equals(e.getSQLState());
    }

    /** Whether the connection is gone. */
    static boolean isBroken(SQLException e) {
        String state = state(e);
        return state.startsWith("08") || state.startsWith("57P") || BROKEN.contains(state);
    }

    /** Whether a row was to refer to one that is not there. */
    static boolean isWithoutKey(SQLException e) {
        return WITHOUT_KEY.contains(state(e));
    }

    static String state(SQLException e) {
        return String.valueOf(e.getSQLState());
    }

    /** What a driver says, in one line. */
    static String reason(SQLException e) {
        return String.valueOf(e.getMessage()).strip().lines().findFirst().orElse("no reason given");
    }
}
