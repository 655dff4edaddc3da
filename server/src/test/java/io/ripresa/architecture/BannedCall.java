package io.ripresa.architecture;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;

/**
 * A call that reaches for time, chance or threads instead of taking them from the constructor.
 *
 * @param owner class whose member is called, or a superclass of the class it is called on
 * @param member name of the method, {@code <init>} for a constructor, {@code *} for any
 * @param parameters banned only with exactly these parameter types; {@code null} bans every overload
 * @param instead what to do
 */
record BannedCall(String owner, String member, List<String> parameters, String instead) {

    private static final String CLOCK = "take a java.time.InstantSource in the constructor";
    private static final String CHANCE = "take a java.util.random.RandomGenerator in the constructor";
    private static final String THREAD = "take a java.util.concurrent.Executor in the constructor";
    private static final String WAIT = "store when it is due and let a tick find it";

    static final List<BannedCall> ALL = List.of(
            noArguments("java.time.Instant", "now", CLOCK),
            any("java.time.InstantSource", "system", CLOCK), // Clock.system too: a Clock is an InstantSource
            any("java.time.Clock", "systemUTC", CLOCK),
            any("java.time.Clock", "systemDefaultZone", CLOCK),
            any("java.time.Clock", "tickMillis", CLOCK),
            any("java.time.Clock", "tickSeconds", CLOCK),
            any("java.time.Clock", "tickMinutes", CLOCK),
            noArguments("java.time.LocalDate", "now", CLOCK),
            exactly("java.time.LocalDate", "now", List.of("java.time.ZoneId"), CLOCK),
            noArguments("java.time.LocalTime", "now", CLOCK),
            exactly("java.time.LocalTime", "now", List.of("java.time.ZoneId"), CLOCK),
            noArguments("java.time.LocalDateTime", "now", CLOCK),
            exactly("java.time.LocalDateTime", "now", List.of("java.time.ZoneId"), CLOCK),
            noArguments("java.time.OffsetDateTime", "now", CLOCK),
            exactly("java.time.OffsetDateTime", "now", List.of("java.time.ZoneId"), CLOCK),
            noArguments("java.time.ZonedDateTime", "now", CLOCK),
            exactly("java.time.ZonedDateTime", "now", List.of("java.time.ZoneId"), CLOCK),
            any("java.lang.System", "currentTimeMillis", CLOCK),
            any("java.lang.System", "nanoTime", CLOCK),
            noArguments("java.util.Date", "<init>", CLOCK),
            any("java.util.Calendar", "getInstance", CLOCK),
            any("java.lang.Thread", "sleep", WAIT),
            any("java.util.concurrent.TimeUnit", "sleep", WAIT),
            any("java.util.concurrent.locks.LockSupport", "parkNanos", WAIT),
            any("java.util.concurrent.locks.LockSupport", "parkUntil", WAIT),
            any("java.lang.Thread", "<init>", THREAD),
            any("java.util.Timer", "<init>", THREAD),
            any("java.util.concurrent.Executors", "*", THREAD),
            any("java.util.concurrent.ThreadPoolExecutor", "<init>", THREAD),
            any("java.util.concurrent.ScheduledThreadPoolExecutor", "<init>", THREAD),
            any("java.util.concurrent.ForkJoinPool", "<init>", THREAD),
            any("java.util.concurrent.ForkJoinPool", "commonPool", THREAD),
            exactly("java.util.concurrent.CompletableFuture", "runAsync", List.of("java.lang.Runnable"), THREAD),
            exactly(
                    "java.util.concurrent.CompletableFuture",
                    "supplyAsync",
                    List.of("java.util.function.Supplier"),
                    THREAD),
            any("java.util.Collection", "parallelStream", THREAD),
            any("java.util.stream.BaseStream", "parallel", THREAD),
            noArguments("java.util.Random", "<init>", CHANCE),
            noArguments("java.util.SplittableRandom", "<init>", CHANCE),
            any("java.security.SecureRandom", "<init>", CHANCE),
            any("java.util.random.RandomGenerator", "getDefault", CHANCE),
            any("java.util.random.RandomGenerator", "of", CHANCE),
            noArguments("java.util.random.RandomGeneratorFactory", "create", CHANCE),
            any("java.util.concurrent.ThreadLocalRandom", "current", CHANCE),
            any("java.lang.Math", "random", CHANCE),
            any("java.util.UUID", "randomUUID", CHANCE),
            exactly("java.util.Collections", "shuffle", List.of("java.util.List"), CHANCE),
            any("java.lang.System", "identityHashCode", "differs in every JVM: use a key of the value itself"));

    private static BannedCall any(String owner, String member, String instead) {
        return new BannedCall(owner, member, null, instead);
    }

    private static BannedCall noArguments(String owner, String member, String instead) {
        return new BannedCall(owner, member, List.of(), instead);
    }

    private static BannedCall exactly(String owner, String member, List<String> parameters, String instead) {
        return new BannedCall(owner, member, parameters, instead);
    }

    boolean matches(CodeUnitAccessTarget target) {
        if (!member.equals("*") && !member.equals(target.getName())) {
            return false;
        }
        JavaClass called = target.getOwner();
        // A constructor of a subclass is not the constructor of its parent; a method is inherited.
        boolean sameOwner = member.equals("<init>") ? called.getFullName().equals(owner) : called.isAssignableTo(owner);
        return sameOwner
                && (parameters == null
                        || parameters.equals(target.getRawParameterTypes().stream()
                                .map(JavaClass::getFullName)
                                .toList()));
    }

    /** How the call is written in {@link AllowedCalls}. */
    String name() {
        String simpleOwner = owner.substring(owner.lastIndexOf('.') + 1);
        return member.equals("<init>") ? "new " + simpleOwner : simpleOwner + "." + member;
    }
}
