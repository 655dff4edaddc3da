package io.ripresa.model;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The legal moves between the states of one enum, written down once. Immutable after {@link Builder#build()}.
 *
 * @param <S> the states
 */
public final class TransitionTable<S extends Enum<S>> {

    private final Class<S> states;
    private final Map<S, EnumSet<S>> moves;

    private TransitionTable(Class<S> states, Map<S, EnumSet<S>> moves) {
        this.states = states;
        this.moves = moves;
    }

    public static <S extends Enum<S>> Builder<S> of(Class<S> states) {
        return new Builder<>(states);
    }

    /** Whether the move is legal. Staying where one is always is. */
    public boolean allows(S from, S to) {
        return from == to || row(from).contains(to);
    }

    /** The states that can be reached in one move. */
    public Set<S> from(S state) {
        return EnumSet.copyOf(row(state));
    }

    /**
     * Checks a move.
     *
     * @param subject what moves, for the message
     * @return {@code to}
     * @throws IllegalTransitionException if the move is not in the table
     */
    public S move(Object subject, S from, S to) {
        if (!allows(from, to)) {
            throw new IllegalTransitionException(subject + " cannot move from " + from + " to " + to + "; from " + from
                    + " it can move to " + row(from) + " (" + states.getSimpleName() + ")");
        }
        return to;
    }

    /** Every state has a row, if an empty one: the builder fills them in. */
    private EnumSet<S> row(S state) {
        return Objects.requireNonNull(moves.get(state));
    }

    /** Collects the rows of the table. */
    public static final class Builder<S extends Enum<S>> {
        private final Class<S> states;
        private final Map<S, EnumSet<S>> moves;

        private Builder(Class<S> states) {
            this.states = states;
            this.moves = new EnumMap<>(states);
            for (S state : states.getEnumConstants()) {
                moves.put(state, EnumSet.noneOf(states));
            }
        }

        /** One row: from this state to these. */
        @SafeVarargs
        public final Builder<S> row(S from, S... to) {
            for (S state : to) {
                moves.computeIfAbsent(from, s -> EnumSet.noneOf(states)).add(state);
            }
            return this;
        }

        public TransitionTable<S> build() {
            return new TransitionTable<>(states, moves);
        }
    }
}
