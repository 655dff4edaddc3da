package io.ripresa.analyze;

import static io.ripresa.analyze.Conditions.asksBeyondTheLimit;
import static io.ripresa.analyze.Conditions.named;
import static io.ripresa.analyze.Conditions.says;
import static io.ripresa.analyze.Rule.afterFix;
import static io.ripresa.analyze.Rule.never;
import static io.ripresa.model.Category.CONFIGURATION;
import static io.ripresa.model.Category.DATA_CORRUPTION;
import static io.ripresa.model.Category.LOGIC_ERROR;
import static io.ripresa.model.Category.RESOURCE_EXHAUSTED;

import java.util.List;

/** Limits that the same request exceeds each time: of its size, its depth, the number of its parts. */
final class FixedLimitRules {

    private static final String SQL =
            "Oracle ORA-01795, PostgreSQL 54000 to 54023, SQL Server 8623, 2100 parameters, MySQL 1117, 1118, SQLite limits";
    private static final String SIZES =
            "RFC 9110 section 15.5.14, gRPC, AWS Lambda, BigQuery quotas: sizes of one message";

    /** A limit with a period, or of what runs at once, is another matter. */
    private static final Condition OF_A_TIME = says("""
            per minute | per second | per hour | per day | concurrent | concurrently | try again in | simultaneous | requests per
            """);

    private FixedLimitRules() {}

    static List<Rule> all() {
        return List.of(
                never("limit.of-statement", DATA_CORRUPTION, SQL, says("""
                        maximum number of expressions in a list | can have at most # parameters | can have at most # # parameters | can have at most # entries | can have at most # columns | too many sql variables | out-of-range integer as a 2-byte
                        bind message has # parameter | too many parameters | maximum of # parameters | number of parameters must be between
                        target lists can have at most # | row size too large | index row size | index row requires # bytes | specified key was too long
                        ran out of internal resources and could not produce | expression tree is too large | parser stack overflow | statement too complex
                        statement is too complex | query is too complex | query too complex | mysql can only use # tables | too many placeholders
                        max query size exceeded | maximum query size | sql is too large | query too large to | too many partitions produced
                        too many nested clauses | too_many_nested_clauses * | too_many_clauses * | maxclausecount * | too many boolean clauses | nesting depth
                        maximum nesting | maximum depth | too deeply nested | nested too deeply | nesting level .. exceeded | string length .. exceeds the maximum
                        value length .. exceeds the maximum | too many columns | too many expressions | result window is too large | exceeded limit for distinct rows
                        """).and(OF_A_TIME.negate())),
                never(
                        "limit.of-message",
                        DATA_CORRUPTION,
                        SIZES,
                        says("""
                        bigger than max_allowed_packet | payload size exceeded | payload size limit | response size too large | response payload size exceeded | response too large to return
                        exceed context window | exceeds context window | exceeds the context window | exceeds max length | exceeds maximum length
                        sent too big header | header too large | headers too large | header fields too large | request header is too large
                        batch size .. exceeds | batch .. exceeds the limit of # | maximum batch size | cannot contain more than # | can t contain more than
                        at most # items | at most # days | at most # records | no more than # items | more than # items | at most # elements | request at most #
                        argument list too long | file name too long | filename too long | path too long | name is too long
                        size of the request exceeds | document is too large | item size has exceeded | attachment size exceeds | message length is more than
                        """)
                                .or(named("ENAMETOOLONG E2BIG Errno::ENAMETOOLONG"))
                                .and(OF_A_TIME.negate())),
                afterFix(
                        "limit.of-nothing",
                        RESOURCE_EXHAUSTED,
                        "Google API quotas: a limit of 0 is one that the plan does not have",
                        says("quota .. limit 0 | quota .. metric .. limit 0 | requests limit 0 | tokens limit 0")),
                never(
                        "limit.of-one-request",
                        DATA_CORRUPTION,
                        "OpenAI and Groq rate limits: a single request beyond the limit of a minute fits into no minute",
                        asksBeyondTheLimit()),
                afterFix(
                        "limit.of-server-setting",
                        RESOURCE_EXHAUSTED,
                        "nginx worker_connections, inotify(7): raised by a person",
                        says("""
                        worker_connections are not enough | inotify watches .. reached
                        user limit on .. inotify | limit on the number of inotify | system limit for number of file watchers
                        """)),
                afterFix("limit.of-depth", LOGIC_ERROR, "CPython RecursionError, JVM StackOverflowError", says("""
                        maximum recursion depth | recursion limit | maximum call stack | stack level too deep
                        """)),
                afterFix(
                        "limit.of-pool-names",
                        CONFIGURATION,
                        "Docker, default address pools: networks that nobody removed",
                        says(
                                "non-overlapping ipv4 address pool | predefined address pools have been fully subnetted")));
    }
}
