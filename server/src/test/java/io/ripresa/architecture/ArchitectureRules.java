package io.ripresa.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.NullMarked;

/** The rules of the house. Each yields its violations as text: one line, naming class and fix. */
final class ArchitectureRules {

    /** Rooms where time, chance and threads come in through constructors only, besides all of core. */
    private static final List<String> DETERMINISTIC = List.of("simulation", "jdbc", "worker", "adapter");

    private static final List<String> NO_SPRING = List.of("tck", "simulation", "postgres", "jdbc", "worker", "adapter");

    private static final List<String> VAGUE_SUFFIXES = List.of(
            "Engine", "Manager", "Monitor", "Executor", "Orchestrator", "Service", "Helper", "Util", "Utils", "Impl");

    private static final List<String> KEPT_NAMES = List.of(
            "FailureDetectionEngine",
            "RecoveryAnalysisEngine",
            "RecoveryPolicyManager",
            "AutoRecoveryExecutor",
            "AutoRecoveryOrchestrator",
            "TaskExecutionMonitor",
            "HealthMonitor",
            "WorkspaceHealthManager");

    private static final int MOST_PARAMETERS = 7;

    private final House house;
    private final String root;
    private final List<AllowedCalls.Allowed> allowedCalls;

    ArchitectureRules(String root, List<AllowedCalls.Allowed> allowedCalls) {
        this.house = new House(root);
        this.root = root;
        this.allowedCalls = allowedCalls;
    }

    Map<String, Function<JavaClasses, List<String>>> all() {
        Map<String, Function<JavaClasses, List<String>>> rules = new LinkedHashMap<>();
        rules.put("packages use only the packages below them", this::packageArrows);
        rules.put("packages are free of cycles", this::cycles);
        rules.put("core needs nothing but the JDK and JSpecify", this::coreDependencies);
        rules.put("Spring stays in web, starter and server", this::springFree);
        rules.put("time, chance and threads come through the constructor", this::bannedCalls);
        rules.put("allowed calls are all in use", this::staleAllowances);
        rules.put("class names are precise nouns", this::suffixes);
        rules.put("constructors take at most 7 parameters", this::longConstructors);
        rules.put("every package is @NullMarked", this::nullMarked);
        rules.put("libraries do not print", this::standardStreams);
        return rules;
    }

    private List<String> packageArrows(JavaClasses classes) {
        return perClass(classes, (type, found) -> {
            String from = house.roomOf(type);
            house.allowed(from)
                    .ifPresentOrElse(
                            allowed -> {
                                for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                                    JavaClass target =
                                            dependency.getTargetClass().getBaseComponentType();
                                    if (!house.owns(target)) {
                                        continue;
                                    }
                                    String to = house.roomOf(target);
                                    if (!to.equals(from) && !allowed.contains(to)) {
                                        found.add("%s: %s must not use %s: %s"
                                                .formatted(
                                                        type.getName(),
                                                        House.display(from),
                                                        House.display(to),
                                                        dependency.getDescription()));
                                    }
                                }
                            },
                            () -> found.add("%s: package '%s' has no row in House: say there what it may use"
                                    .formatted(type.getName(), from)));
        });
    }

    private List<String> cycles(JavaClasses classes) {
        return SlicesRuleDefinition.slices()
                .matching(root + ".(*)..")
                .should()
                .beFreeOfCycles()
                .evaluate(classes)
                .getFailureReport()
                .getDetails();
    }

    private List<String> coreDependencies(JavaClasses classes) {
        return perClass(classes, (type, found) -> {
            if (!house.isCore(type)) {
                return;
            }
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                JavaClass target = dependency.getTargetClass().getBaseComponentType();
                String name = target.getPackageName();
                boolean allowed = target.isPrimitive()
                        || house.owns(target)
                        || name.equals("java")
                        || name.startsWith("java.")
                        || name.startsWith("javax.")
                        || name.startsWith("org.jspecify.");
                if (!allowed) {
                    found.add("%s uses %s: core has no dependencies".formatted(type.getName(), target.getName()));
                }
            }
        });
    }

    private List<String> springFree(JavaClasses classes) {
        return perClass(classes, (type, found) -> {
            if (!house.isCore(type) && !house.isIn(type, NO_SPRING)) {
                return;
            }
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                String name = dependency.getTargetClass().getBaseComponentType().getName();
                if (name.startsWith("org.springframework.")) {
                    found.add("%s uses %s: wire it in the starter".formatted(type.getName(), name));
                }
            }
        });
    }

    private List<String> bannedCalls(JavaClasses classes) {
        return perClass(classes, (type, found) -> {
            for (JavaCodeUnitAccess<?> access : type.getCodeUnitAccessesFromSelf()) {
                banned(type, access).stream()
                        .filter(call -> allowedCalls.stream().noneMatch(one -> covers(one, type, call)))
                        .forEach(call -> found.add("%s calls %s (line %d): %s"
                                .formatted(type.getName(), call.name(), access.getLineNumber(), call.instead())));
            }
        });
    }

    private List<String> staleAllowances(JavaClasses classes) {
        List<String> stale = new ArrayList<>();
        for (AllowedCalls.Allowed one : allowedCalls) {
            boolean used = classes.stream()
                    .anyMatch(type -> type.getCodeUnitAccessesFromSelf().stream()
                            .flatMap(access -> banned(type, access).stream())
                            .anyMatch(call -> covers(one, type, call)));
            if (!used) {
                stale.add("%s no longer calls %s: remove it from AllowedCalls".formatted(one.className(), one.call()));
            }
        }
        return stale;
    }

    private List<BannedCall> banned(JavaClass type, JavaCodeUnitAccess<?> access) {
        if (!house.isCore(type) && !house.isIn(type, DETERMINISTIC)) {
            return List.of();
        }
        return BannedCall.ALL.stream()
                .filter(call -> call.matches(access.getTarget()))
                .toList();
    }

    private static boolean covers(AllowedCalls.Allowed one, JavaClass type, BannedCall call) {
        boolean sameClass =
                type.getName().equals(one.className()) || type.getName().startsWith(one.className() + "$");
        return sameClass && call.name().equals(one.call());
    }

    private List<String> suffixes(JavaClasses classes) {
        return perClass(classes, (type, found) -> {
            String name = type.getSimpleName();
            VAGUE_SUFFIXES.stream()
                    .filter(suffix -> name.endsWith(suffix) && !KEPT_NAMES.contains(name))
                    .forEach(suffix -> found.add("%s ends in %s: name what it is".formatted(type.getName(), suffix)));
        });
    }

    private List<String> longConstructors(JavaClasses classes) {
        return perClass(classes, (type, found) -> {
            // Records are data: their builder is what is called. The compiler adds parameters to the other kinds.
            boolean inner = type.isNestedClass() && !type.getModifiers().contains(JavaModifier.STATIC);
            if (type.isRecord() || type.isEnum() || inner) {
                return;
            }
            type.getConstructors().stream()
                    .map(constructor -> constructor.getRawParameterTypes().size())
                    .filter(parameters -> parameters > MOST_PARAMETERS)
                    .forEach(parameters -> found.add("%s takes %d parameters: group what belongs together"
                            .formatted(type.getName(), parameters)));
        });
    }

    private List<String> nullMarked(JavaClasses classes) {
        return perClass(classes, (type, found) -> {
            boolean marked = type.getPackage()
                    .tryGetPackageInfo()
                    .map(info -> info.isAnnotatedWith(NullMarked.class))
                    .orElse(false);
            if (!marked) {
                found.add("%s: add package-info.java with @NullMarked".formatted(type.getPackageName()));
            }
        });
    }

    private List<String> standardStreams(JavaClasses classes) {
        return perClass(classes, (type, found) -> {
            if (house.isIn(type, List.of("server", "bench"))) {
                return;
            }
            type.getFieldAccessesFromSelf().stream()
                    .filter(access -> access.getTargetOwner().isEquivalentTo(System.class))
                    .filter(access -> !access.getTarget().getName().equals("in"))
                    .forEach(access -> found.add("%s writes to System.%s: use a System.Logger"
                            .formatted(type.getName(), access.getTarget().getName())));
        });
    }

    private interface ClassRule {
        void check(JavaClass type, TreeSet<String> found);
    }

    private List<String> perClass(JavaClasses classes, ClassRule rule) {
        TreeSet<String> found = new TreeSet<>();
        classes.stream().filter(house::owns).forEach(type -> rule.check(type, found));
        return List.copyOf(found);
    }
}
