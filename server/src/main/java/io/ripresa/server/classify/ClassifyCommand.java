package io.ripresa.server.classify;

import io.ripresa.analyze.FailureClassifier;
import io.ripresa.analyze.Precedents;
import io.ripresa.analyze.RecoveryAnalysisEngine;
import io.ripresa.analyze.Rule;
import io.ripresa.analyze.RuleSet;
import io.ripresa.model.Diagnosis;
import io.ripresa.model.FailureKind;
import io.ripresa.model.SideEffects;
import io.ripresa.model.TaskDescriptor;
import io.ripresa.model.TaskKey;
import io.ripresa.server.rules.RuleFile;
import io.ripresa.server.yaml.BadFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Diagnoses failures given as JSON lines. Needs nothing of the server. */
@Command(
        name = "classify",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Says of failures why they failed, whether that clears by itself, and what they may have done.",
            "Reads one JSON object per line: id, type, message, and optionally stack, http_status, sqlstate, runtime;"
                    + " other fields are ignored. Prints one JSON object per line, in the same order.",
            "Each failure counts as that of its run's only call: a run that acted before may have had an effect,"
                    + " whatever its error says."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:Every line was diagnosed.",
            "1:Some lines are malformed; each was reported with its number, and the others were diagnosed.",
            "2:An option or a file cannot be used; the message says why and what to do."
        })
public final class ClassifyCommand implements Callable<Integer> {

    private static final int MALFORMED = 1;
    private static final int BAD_OPTION = 2;
    /** So many of the words that precedents go by are named. */
    private static final int REASONS = 6;

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description = "File of JSON lines. Default, or \"-\": standard input")
    private @Nullable Path file;

    @Option(names = "--table", description = "Prints a table for people instead.")
    private boolean table;

    @Option(
            names = "--explain",
            description = "Adds the version of the rules, all rules that hold, those that were considered and do not,"
                    + " and what precedents say.")
    private boolean explain;

    @Option(
            names = "--rules",
            paramLabel = "FILE",
            description = "YAML file with rules of your own; see docs/diagnosis.md.")
    private @Nullable Path rules;

    @Option(
            names = "--at",
            paramLabel = "INSTANT",
            description = "When the failures happened, such as 2026-11-23T10:00:00Z: waits that end at a time of day"
                    + " count from here. Default: now")
    private @Nullable Instant at;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        CommandSpec command = Objects.requireNonNull(spec);
        PrintWriter err = command.commandLine().getErr();
        RecoveryAnalysisEngine engine;
        try {
            RuleFile own = rules == null ? null : RuleFile.read(rules);
            if (own != null) {
                own.notes().forEach(note -> err.println("ripresa: " + note));
            }
            engine = RuleFile.engine(own);
        } catch (BadFile e) {
            err.println("ripresa: " + e.getMessage());
            return BAD_OPTION;
        }
        try (BufferedReader lines = open()) {
            return classify(engine, lines, command.commandLine().getOut(), err);
        } catch (NoSuchFileException e) {
            err.println("ripresa: file " + file + " does not exist; name a file of JSON lines, or \"-\" for standard"
                    + " input");
        } catch (IOException e) {
            err.println("ripresa: " + (file == null ? "standard input" : "file " + file) + " cannot be read: "
                    + e.getMessage() + "; name a readable file of JSON lines");
        }
        return BAD_OPTION;
    }

    private BufferedReader open() throws IOException {
        boolean standard = file == null || file.toString().equals("-");
        return new BufferedReader(new InputStreamReader(
                standard ? System.in : Files.newInputStream(Objects.requireNonNull(file)), StandardCharsets.UTF_8));
    }

    private int classify(RecoveryAnalysisEngine engine, BufferedReader lines, PrintWriter out, PrintWriter err)
            throws IOException {
        Instant failedAt = at == null ? Instant.now() : at;
        TaskDescriptor task = task(failedAt);
        int malformed = 0;
        int number = 0;
        if (table) {
            out.println(DiagnosisTable.head());
        }
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            number++;
            String text = number == 1 && line.startsWith("\ufeff") ? line.substring(1) : line;
            if (text.isBlank()) {
                continue;
            }
            try {
                FailureLine failure = FailureLine.read(text);
                Diagnosis diagnosis = engine.analyze(task, null, failure.failure(), FailureKind.REPORTED, failedAt);
                if (table) {
                    out.println(DiagnosisTable.line(failure.id(), diagnosis, failedAt));
                    if (explain) {
                        weighing(engine, failure).forEach(each -> out.println("  " + each));
                    }
                } else {
                    String more = explain ? explained(engine, failure) : "";
                    out.println(DiagnosisLine.of(failure.id(), diagnosis, failedAt, more));
                }
            } catch (MalformedLine e) {
                malformed++;
                err.println("ripresa: line " + number + " " + e.getMessage());
            }
            if (!lines.ready()) {
                // Whoever writes line by line and waits for the answer gets it.
                out.flush();
            }
        }
        out.flush();
        err.flush();
        return malformed == 0 ? 0 : MALFORMED;
    }

    /** Further fields: what was weighed. */
    private static String explained(RecoveryAnalysisEngine engine, FailureLine failure) {
        FailureClassifier.Weighing weighing = engine.classifier().weigh(failure.failure());
        return ", \"rule_set\": " + JsonText.quoted(engine.classifier().rules().version())
                + ", \"fired\": " + JsonText.list(weighing.fired())
                + ", \"considered\": " + JsonText.list(weighing.considered())
                + ", \"precedents\": " + precedents(engine, failure);
    }

    private static String precedents(RecoveryAnalysisEngine engine, FailureLine failure) {
        Precedents precedents = engine.classifier().precedents();
        return String.format(
                Locale.ROOT,
                "{\"odds\": %.3f, \"reasons\": %s, \"learned_from\": %s}",
                precedents.passing(failure.failure()),
                JsonText.list(reasons(precedents, failure)),
                JsonText.quoted(precedents.origin()));
    }

    private static List<String> reasons(Precedents precedents, FailureLine failure) {
        return precedents.reasons(failure.failure(), REASONS).stream()
                .map(each -> String.format(Locale.ROOT, "%s %+.1f", each.trait(), each.weight()))
                .toList();
    }

    /** The same as lines for people, with the source of each rule that holds. */
    private static List<String> weighing(RecoveryAnalysisEngine engine, FailureLine failure) {
        RuleSet set = engine.classifier().rules();
        FailureClassifier.Weighing weighing = engine.classifier().weigh(failure.failure());
        List<String> lines = new ArrayList<>();
        for (String id : weighing.fired()) {
            Rule rule = Objects.requireNonNull(set.rule(id));
            lines.add((lines.isEmpty() ? "decided by " : "also holds ") + id + ": " + rule.category() + " "
                    + rule.recoverability() + ", after " + rule.source());
        }
        if (!weighing.considered().isEmpty()) {
            lines.add("considered, and does not hold: " + String.join(", ", weighing.considered()));
        }
        engine.classifier().classify(failure.failure()).rules().stream()
                .filter(id -> set.rule(id) == null)
                .forEach(id -> lines.add("precedents have the last word: " + id));
        Precedents precedents = engine.classifier().precedents();
        lines.add(String.format(
                Locale.ROOT,
                "precedents: logarithmic odds %+.3f that it passes; the weightiest words: %s",
                precedents.passing(failure.failure()),
                String.join(", ", reasons(precedents, failure))));
        lines.add("rule set " + set.version());
        return lines;
    }

    /** What is known of the task of a line: nothing, but that the failed call was all it did. */
    private static TaskDescriptor task(Instant failedAt) {
        return new TaskDescriptor(
                new TaskKey("classify", "line"),
                "default",
                "line",
                0,
                new TaskDescriptor.Safety(SideEffects.UNSAFE, true, TaskDescriptor.Safety.DEFAULT_KEY_VALIDITY),
                new TaskDescriptor.Timing(failedAt, Duration.ofMinutes(1), null),
                List.of());
    }
}
