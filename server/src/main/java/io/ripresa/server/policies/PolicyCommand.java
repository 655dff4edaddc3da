package io.ripresa.server.policies;

import io.ripresa.model.Category;
import io.ripresa.model.Dependency;
import io.ripresa.model.Policy;
import io.ripresa.policy.AppliedPolicy;
import io.ripresa.policy.AppliedPolicy.Applied;
import io.ripresa.policy.PolicyBook;
import io.ripresa.policy.PolicyOverride;
import io.ripresa.policy.PolicyScope;
import io.ripresa.policy.PolicySubject;
import io.ripresa.policy.Preset;
import io.ripresa.server.NearestName;
import io.ripresa.server.classify.JsonText;
import io.ripresa.server.yaml.BadFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Explains and checks policies. Needs nothing of the server. */
@Command(
        name = "policy",
        mixinStandardHelpOptions = true,
        description = "Says which policy applies to a task and why, and checks files of policies.",
        subcommands = {PolicyCommand.Explain.class, PolicyCommand.Check.class})
public final class PolicyCommand implements Runnable {

    private static final int INVALID = 1;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public void run() {
        CommandSpec command = Objects.requireNonNull(spec);
        command.commandLine().usage(command.commandLine().getOut());
    }

    /** What applies to one kind of task. */
    @Command(
            name = "explain",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = "Says what applies to a task, and where each value comes from.",
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {
                "0:It was explained.",
                "1:The file or a value cannot be used; the message says why and what to do.",
                "2:An option is missing or unknown."
            })
    static final class Explain implements Callable<Integer> {

        @Option(names = "--workspace", required = true, paramLabel = "NAME", description = "Workspace of the task.")
        private String workspace = "";

        @Option(names = "--type", required = true, paramLabel = "TYPE", description = "Type of the task.")
        private String type = "";

        @Option(
                names = "--category",
                paramLabel = "CATEGORY",
                description = "Why it failed, such as NETWORK. Default: it has not failed")
        private @Nullable String category;

        @Option(
                names = "--dependency",
                paramLabel = "NAME",
                description = "What its failure points to, such as payments.example:443. Default: none")
        private @Nullable String dependency;

        @Option(
                names = "--policies",
                paramLabel = "FILE",
                description = "YAML file of overrides; see docs/policies.md. Default: none, the defaults apply")
        private @Nullable Path policies;

        @Option(
                names = "--preset",
                paramLabel = "NAME",
                description = "Preset that the defaults are taken from, as ripresa.preset names it: ancestor. Default:"
                        + " none")
        private @Nullable String preset;

        @Option(names = "--json", description = "Prints JSON.")
        private boolean json;

        @Spec
        private @Nullable CommandSpec spec;

        @Override
        public Integer call() {
            CommandSpec command = Objects.requireNonNull(spec);
            PrintWriter out = command.commandLine().getOut();
            try {
                Preset chosen = preset == null ? null : preset(preset);
                Policy defaults = chosen == null ? Policy.DEFAULT : chosen.policy();
                List<PolicyOverride> overrides = policies == null
                        ? List.of()
                        : PolicyFile.read(policies, defaults).book().overrides();
                PolicyBook book = new PolicyBook(defaults, chosen, overrides);
                PolicySubject task = new PolicySubject(
                        named("--workspace", workspace),
                        named("--type", type),
                        category == null ? null : category(category),
                        dependency == null ? List.of() : List.of(dependency(dependency)));
                AppliedPolicy applied = book.explain(task);
                out.println(json ? json(applied) : table(applied));
                out.flush();
                return 0;
            } catch (BadFile e) {
                command.commandLine().getErr().println("ripresa: " + e.getMessage());
                return INVALID;
            }
        }
    }

    /** Whether a file can be used. */
    @Command(
            name = "check",
            mixinStandardHelpOptions = true,
            description = "Reads a file of policies and says what is wrong with it.",
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {
                "0:It can be used.",
                "1:It cannot; the message says why and what to do.",
                "2:An option is missing or unknown."
            })
    static final class Check implements Callable<Integer> {

        @Parameters(paramLabel = "FILE", description = "YAML file of overrides; see docs/policies.md.")
        private Path file = Path.of("");

        @Spec
        private @Nullable CommandSpec spec;

        @Override
        public Integer call() {
            CommandSpec command = Objects.requireNonNull(spec);
            try {
                List<PolicyOverride> overrides =
                        PolicyFile.read(file, Policy.DEFAULT).book().overrides();
                PrintWriter out = command.commandLine().getOut();
                out.println("Policy file " + file + " is right: "
                        + (overrides.size() == 1 ? "1 override." : overrides.size() + " overrides."));
                for (int i = 0; i < overrides.size(); i++) {
                    out.println("  " + (i + 1) + "  " + overrides.get(i).scope() + ": " + values(overrides.get(i)));
                }
                out.flush();
                return 0;
            } catch (BadFile e) {
                command.commandLine().getErr().println("ripresa: " + e.getMessage());
                return INVALID;
            }
        }

        private static String values(PolicyOverride override) {
            return override.values().entrySet().stream()
                    .map(each -> each.getKey().written() + " " + each.getValue())
                    .collect(Collectors.joining("; "));
        }
    }

    private static String named(String option, String value) {
        if (value.isBlank()) {
            throw new BadFile(option + " \"" + value + "\" is empty. Give the name that tasks have.");
        }
        return value;
    }

    private static Dependency dependency(String name) {
        try {
            return new Dependency(name);
        } catch (IllegalArgumentException e) {
            throw new BadFile("--dependency \"" + name
                    + "\" names none. Give it as incidents name it, such as payments.example:443.");
        }
    }

    private static Preset preset(String name) {
        Preset preset = Preset.of(name);
        if (preset != null) {
            return preset;
        }
        String names = Arrays.stream(Preset.values()).map(Preset::written).collect(Collectors.joining(", "));
        throw new BadFile("--preset \"" + name + "\" is no preset. Give one of " + names + ".");
    }

    private static Category category(String name) {
        String wanted = name.toUpperCase(Locale.ROOT).replace('-', '_');
        List<String> names = Arrays.stream(Category.values()).map(Enum::name).toList();
        if (names.contains(wanted)) {
            return Category.valueOf(wanted);
        }
        String nearest = NearestName.among(names, wanted);
        throw new BadFile("--category \"" + name + "\" is no category. "
                + (nearest == null
                        ? "Give one of " + String.join(", ", names) + "."
                        : "Did you mean \"" + nearest + "\"?"));
    }

    private static String table(AppliedPolicy applied) {
        return applied.values().stream()
                .map(each -> String.format(
                        Locale.ROOT, "%-24s  %-14s  %s", each.key().written(), each.value(), each.origin()))
                .collect(Collectors.joining(System.lineSeparator()));
    }

    private static String json(AppliedPolicy applied) {
        return applied.values().stream()
                .map(PolicyCommand::json)
                .collect(Collectors.joining(",\n  ", "{\"values\": [\n  ", "\n]}"));
    }

    private static String json(Applied value) {
        PolicyScope scope = value.scope();
        Preset preset = value.preset();
        String origin;
        if (scope != null) {
            origin = "\"origin\": \"override\", \"override\": " + value.override() + ", \"scope\": " + json(scope);
        } else if (preset != null) {
            origin = "\"origin\": \"preset\", \"preset\": " + JsonText.quoted(preset.written());
        } else {
            origin = "\"origin\": \"default\"";
        }
        return "{\"key\": " + JsonText.quoted(value.key().written()) + ", \"value\": " + JsonText.quoted(value.value())
                + ", " + origin + "}";
    }

    private static String json(PolicyScope scope) {
        List<String> fields = new ArrayList<>();
        field(fields, "workspace", scope.workspace());
        field(fields, "type", scope.type());
        field(fields, "category", scope.category());
        field(fields, "dependency", scope.dependency());
        return "{" + String.join(", ", fields) + "}";
    }

    private static void field(List<String> fields, String name, @Nullable Object value) {
        if (value != null) {
            fields.add(JsonText.quoted(name) + ": " + JsonText.quoted(value.toString()));
        }
    }
}
