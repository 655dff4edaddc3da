package io.ripresa.web;

import io.ripresa.model.JournalEntry;
import io.ripresa.spi.RecoveryStore;
import io.ripresa.web.Views.AttemptView;
import io.ripresa.web.Views.GateView;
import io.ripresa.web.Views.JournalView;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Gates, attempts and the journal, to read. */
@RestController
@RequestMapping("/api/v1")
final class RecordController {

    private final RecoveryStore store;

    RecordController(RecoveryStore store) {
        this.store = store;
    }

    @GetMapping("/gates")
    Pages.Gates gates(@RequestParam(defaultValue = "100") int limit) {
        return new Pages.Gates(store.findGates(Limits.check("limit", limit, 1000)).stream()
                .map(GateView::of)
                .toList());
    }

    @GetMapping("/attempts")
    Pages.Attempts attempts(@RequestParam(defaultValue = "100") int limit) {
        return new Pages.Attempts(store.latestAttempts(Limits.check("limit", limit, 1000)).stream()
                .map(AttemptView::of)
                .toList());
    }

    @GetMapping("/journal")
    Pages.Journal journal(@RequestParam(defaultValue = "0") long after, @RequestParam(defaultValue = "200") int limit) {
        List<JournalEntry> lines = store.journalAfter(after, Limits.check("limit", limit, 1000));
        long next = lines.isEmpty() ? after : lines.get(lines.size() - 1).sequence();
        return new Pages.Journal(lines.stream().map(JournalView::of).toList(), next);
    }
}
