package io.ripresa.analyze;

import static io.ripresa.analyze.Condition.nameEnds;
import static io.ripresa.analyze.Condition.named;
import static io.ripresa.analyze.Condition.says;
import static io.ripresa.analyze.Rule.afterFix;
import static io.ripresa.analyze.Rule.auto;
import static io.ripresa.analyze.Rule.never;

import io.ripresa.model.Category;
import java.util.List;

/** Exception types of language runtimes and frameworks. */
final class RuntimeRules {

    private static final String JDK = "Java API specification";

    private RuntimeRules() {}

    static List<Rule> typed() {
        return List.of(
                auto(
                        "run.read-timeout",
                        Category.TIMEOUT,
                        JDK + ": SocketTimeoutException, HttpTimeoutException, TimeoutException",
                        named(
                                "SocketTimeoutException",
                                "HttpTimeoutException",
                                "TimeoutException",
                                "ReadTimeoutException",
                                "ReadTimeout",
                                "ReadTimeoutError",
                                "TimeoutError",
                                "ETIMEDOUT",
                                "ESOCKETTIMEDOUT",
                                "QueryTimeoutException",
                                "SQLTimeoutException",
                                "TaskCanceledException",
                                "DeadlineExceeded")),
                afterFix(
                        "run.own-memory",
                        Category.RESOURCE_EXHAUSTED,
                        JDK + ": OutOfMemoryError",
                        named("OutOfMemoryError", "MemoryError", "OutOfMemoryException")),
                afterFix(
                        "run.defect",
                        Category.LOGIC_ERROR,
                        JDK + " and the runtimes' own reference: a defect in code",
                        named(
                                "NullPointerException",
                                "ClassCastException",
                                "IndexOutOfBoundsException",
                                "ArrayIndexOutOfBoundsException",
                                "StringIndexOutOfBoundsException",
                                "ConcurrentModificationException",
                                "ArithmeticException",
                                "StackOverflowError",
                                "NoSuchElementException",
                                "UnsupportedOperationException",
                                "NegativeArraySizeException",
                                "AssertionError",
                                "NullReferenceException",
                                "ArgumentNullException",
                                "AttributeError",
                                "TypeError",
                                "KeyError",
                                "IndexError",
                                "ZeroDivisionError",
                                "NameError",
                                "ReferenceError",
                                "RangeError",
                                "NoMethodError",
                                "UnboundLocalError",
                                "NotImplementedError",
                                "RecursionError")),
                afterFix(
                        "run.class-path",
                        Category.CONFIGURATION,
                        JDK + ": linkage errors",
                        named(
                                "NoSuchMethodError",
                                "NoSuchFieldError",
                                "ClassNotFoundException",
                                "NoClassDefFoundError",
                                "UnsupportedClassVersionError",
                                "IncompatibleClassChangeError",
                                "AbstractMethodError",
                                "ExceptionInInitializerError",
                                "UnsatisfiedLinkError",
                                "ImportError",
                                "ModuleNotFoundError")),
                never(
                        "run.invalid-data",
                        Category.DATA_CORRUPTION,
                        JDK + " and validation libraries",
                        named(
                                        "NumberFormatException",
                                        "DateTimeParseException",
                                        "MalformedInputException",
                                        "JsonParseException",
                                        "JSONDecodeError",
                                        "UnicodeDecodeError",
                                        "ZipException",
                                        "ConstraintViolationException",
                                        "DataIntegrityViolationException",
                                        "IntegrityError",
                                        "DuplicateKeyException",
                                        "MalformedURLException",
                                        "URISyntaxException",
                                        "SAXParseException")
                                .or(nameEnds("ValidationException", "ValidationError", "ParseException"))),
                auto(
                        "run.conflict",
                        Category.CONCURRENCY_CONFLICT,
                        "Jakarta Persistence and Spring DAO specification",
                        named(
                                "OptimisticLockException",
                                "StaleObjectStateException",
                                "OptimisticLockingFailureException",
                                "ObjectOptimisticLockingFailureException",
                                "PessimisticLockException",
                                "DeadlockLoserDataAccessException",
                                "CannotAcquireLockException",
                                "LockTimeoutException",
                                "CannotSerializeTransactionException",
                                "PessimisticLockingFailureException")));
    }

    static List<Rule> texts() {
        return List.of(auto(
                "text.timed-out",
                Category.TIMEOUT,
                "POSIX ETIMEDOUT; Go context.DeadlineExceeded",
                says(
                        "deadline exceeded",
                        "read timed out",
                        "request timed out",
                        "request timeout after #",
                        "connection timeout after #",
                        "etimedout",
                        "operation timed out",
                        "timed out after #",
                        "timeout expired",
                        "i/o timeout",
                        "upstream request timeout")));
    }
}
