package io.ripresa.simulation.report;

import io.ripresa.simulation.contest.Contest.Result;
import io.ripresa.simulation.scenario.Figures;
import java.util.ArrayList;
import java.util.List;

/** Results as a table for people: one block per scenario, one line per policy and seed. */
public final class ResultTable {

    private static final List<String> HEAD = List.of(
            "policy",
            "seed",
            "recovered",
            "escalated",
            "w",
            "p50",
            "p90",
            "all back",
            "oracle p90",
            "peak",
            "over",
            "fg lost",
            "poison",
            "fpr");

    private ResultTable() {}

    public static String of(List<Result> results) {
        StringBuilder text = new StringBuilder();
        String scenario = null;
        List<List<String>> block = new ArrayList<>();
        for (Result result : results) {
            String id = result.entry().scenario().id();
            if (!id.equals(scenario)) {
                write(text, block);
                block = new ArrayList<>(List.of(HEAD));
                text.append(scenario == null ? "" : "\n").append(id).append('\n');
                scenario = id;
            }
            block.add(line(result));
        }
        write(text, block);
        return text.toString();
    }

    private static List<String> line(Result result) {
        Figures f = result.figures();
        return List.of(
                result.entry().policy(),
                Long.toString(result.entry().seed()),
                f.recovered() + "/" + f.recoverable(),
                Words.count(f.escalated()),
                Words.ratio(f.waste().w()),
                Words.seconds(f.times().p50()),
                Words.seconds(f.times().p90()),
                Words.seconds(f.times().drain()),
                Words.seconds(f.times().oracleP90()),
                Words.ratio(f.load().peakRatio()),
                Words.percent(f.load().overloadShare()),
                Words.percent(f.load().foregroundLost()),
                Words.ratio(f.waste().attemptsPerPoisonTask()),
                Words.percent(f.care().releaseFpr()));
    }

    private static void write(StringBuilder text, List<List<String>> block) {
        if (block.isEmpty()) {
            return;
        }
        int columns = block.get(0).size();
        int[] widths = new int[columns];
        for (List<String> line : block) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        }
        for (List<String> line : block) {
            for (int i = 0; i < columns; i++) {
                String cell = line.get(i);
                String gap = " ".repeat(widths[i] - cell.length());
                text.append("  ").append(i == 0 ? cell + gap : gap + cell);
            }
            text.append('\n');
        }
    }
}
