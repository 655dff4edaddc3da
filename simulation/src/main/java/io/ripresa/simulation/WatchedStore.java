package io.ripresa.simulation;

import io.ripresa.model.Control;
import io.ripresa.model.Gate;
import io.ripresa.model.Incident;
import io.ripresa.spi.Changes;
import io.ripresa.spi.RecoveryStore;
import io.ripresa.spi.Reservation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** A store that shows every change that was really applied, in the moment in which it was. */
final class WatchedStore extends ForwardingStore {

    /** Answers after which gates and incident were written. */
    private static final Set<ReserveResult> WRITTEN =
            EnumSet.of(ReserveResult.RESERVED, ReserveResult.TASK_MOVED, ReserveResult.PAUSED);

    private final Bookkeeper bookkeeper;

    /** Sees what was applied. */
    interface Bookkeeper {

        /** A commit was applied. */
        void committed(Changes changes);

        /**
         * A reservation was applied, at least in part.
         *
         * @param items the accepted ones
         * @param gates as they are stored now
         * @param incidents as they are stored now
         */
        void reserved(List<Reservation.Item> items, Collection<Gate> gates, Collection<Incident> incidents);

        /** The kill switch was turned. */
        void switched(Control control);

        /** Something was deleted. */
        void cleaned(RecoveryStore.Cutoff cutoff);
    }

    WatchedStore(RecoveryStore inner, Bookkeeper bookkeeper) {
        super(inner);
        this.bookkeeper = bookkeeper;
    }

    @Override
    public CommitResult commit(Changes changes) {
        CommitResult result = super.commit(changes);
        if (result == CommitResult.APPLIED) {
            bookkeeper.committed(changes);
            if (changes.control() != null) {
                bookkeeper.switched(super.control());
            }
        }
        return result;
    }

    @Override
    public List<ReserveResult> reserve(Reservation reservation) {
        List<ReserveResult> results = super.reserve(reservation);
        List<Reservation.Item> accepted = new ArrayList<>();
        boolean applied = false;
        for (int i = 0; i < results.size(); i++) {
            if (results.get(i) == ReserveResult.RESERVED) {
                accepted.add(reservation.items().get(i));
            }
            applied |= WRITTEN.contains(results.get(i));
        }
        if (applied) {
            Incident incident = reservation.incident();
            bookkeeper.reserved(
                    accepted,
                    super.gates(reservation.gates().stream().map(Gate::key).toList())
                            .values(),
                    incident == null
                            ? List.of()
                            : super.incidents(List.of(incident.id())).values());
        }
        return results;
    }

    @Override
    public int clean(Cutoff cutoff, int limit) {
        int gone = super.clean(cutoff, limit);
        if (gone > 0) {
            bookkeeper.cleaned(cutoff);
        }
        return gone;
    }

    @Override
    public boolean switchTo(Control control) {
        boolean switched = super.switchTo(control);
        if (switched) {
            bookkeeper.switched(super.control());
        }
        return switched;
    }
}
