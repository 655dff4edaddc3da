package io.ripresa.analyze;

import static io.ripresa.analyze.Conditions.nameSays;
import static io.ripresa.analyze.Conditions.says;
import static io.ripresa.analyze.Conditions.saysLast;
import static io.ripresa.analyze.Conditions.status;
import static io.ripresa.analyze.Conditions.statusBetween;
import static io.ripresa.analyze.Rule.afterFix;
import static io.ripresa.analyze.Rule.auto;
import static io.ripresa.analyze.Rule.never;
import static io.ripresa.model.Category.AUTH;
import static io.ripresa.model.Category.CONCURRENCY_CONFLICT;
import static io.ripresa.model.Category.CONFIGURATION;
import static io.ripresa.model.Category.DATA_CORRUPTION;
import static io.ripresa.model.Category.LOGIC_ERROR;
import static io.ripresa.model.Category.NETWORK;
import static io.ripresa.model.Category.RATE_LIMIT;
import static io.ripresa.model.Category.RESOURCE_EXHAUSTED;
import static io.ripresa.model.Category.SERVICE_UNAVAILABLE;
import static io.ripresa.model.Category.TIMEOUT;

import java.util.List;

/**
 * A lasting reason that stands beside a passing symptom: what failed was a connection, a lock or a time limit, and the
 * text goes on to say why. The reason decides.
 */
final class ReasonRules {

    private static final String FORMS = "Sentence forms of error messages in general: symptom, then reason";

    private static final String CLAUSES = "Go errors, Python and JVM wrappers: symptom, colon, reason";

    private static final Condition SYMPTOM = says("""
                    connection refused | connection aborted | connection closed | connection failed | connection reset | socket closed
                    closed by peer | failed to connect | unable to connect | could not connect | cannot connect | can t connect
                    acquire lock | obtain lock | get lock | unavailable | temporarily | is busy | server busy | timed out | timeout
                    failed to fetch | fetch failed | failed to download | download failed | failed to send | error sending | disconnected
                    retry | try again | too many requests | bad gateway | internal server error | internal error | unable to reach
                    leader election | queue is full | upstream error | service error | backend error | gateway error | network error
                    """).or(nameSays("""
                    connection error | unavailable | timeout | network error | connection exception | timed out | connect exception
                    lock failed | rate limit | throttling | too many requests
                    """));

    /** The words of a gateway's answer are about its own trouble. */
    private static final Condition NO_GATEWAY = status(429, 502, 503, 504).negate();

    private ReasonRules() {}

    /** A reason that passes, behind a head that sounds like one that lasts: "Login failed: read timed out". */
    static List<Rule> passing() {
        return List.of(
                auto("clause.conflict", CONCURRENCY_CONFLICT, CLAUSES, saysLast("""
                        deadlock detected | deadlock found | lock wait timeout | lock timeout | could not serialize access | database is locked
                        """)),
                auto(
                        "clause.rate",
                        RATE_LIMIT,
                        CLAUSES,
                        saysLast("too many requests | rate limit exceeded | rate limited | throttled | rate exceeded")
                                .and(says("credentials | password | api key | attempts | per month | monthly | quota")
                                        .negate())),
                auto("clause.pool", RESOURCE_EXHAUSTED, CLAUSES, saysLast("""
                        timeout acquiring connection | timeout acquiring a connection | too many connections | too many clients | pool exhausted
                        pool is exhausted | no space left on device
                        """)),
                auto(
                        "clause.service",
                        SERVICE_UNAVAILABLE,
                        CLAUSES,
                        saysLast("""
                        service unavailable | bad gateway | server is overloaded | leader election | system is starting up | system is shutting down
                        no healthy upstream | temporarily unavailable | internal server error | unavailable $ | overloaded_error | overloaded $
                        upstream connect error | no leader elected | not enough replicas | is draining
                        """)
                                .and(says("in your | for your account | not available for")
                                        .negate())),
                auto("clause.network", NETWORK, CLAUSES, saysLast("""
                        connection reset by peer | broken pipe | no route to host | network is unreachable | socket hang up | connection closed by peer
                        unexpected eof | server closed the connection
                        """)),
                auto(
                        "clause.time",
                        TIMEOUT,
                        CLAUSES,
                        saysLast("""
                        read timed out | context deadline exceeded | deadline exceeded | i/o timeout | request timed out | connection timed out
                        operation timed out | gateway timeout | read timeout | socket timeout | etimedout
                        """)
                                .and(says("must be | invalid timeout").negate())
                                .and(statusBetween(500, 599).negate())));
    }

    /** Reasons that are weaker words, behind a head that sounds like one that passes. */
    static List<Rule> lasting() {
        return List.of(
                afterFix("clause.refused", AUTH, CLAUSES, saysLast("""
                        explicit deny | accessdenied | access denied | unable_to_verify_leaf_signature | scope .. missing | forbidden $
                        account is disabled | account suspended | account is suspended
                        """).and(NO_GATEWAY)),
                afterFix("clause.missing", CONFIGURATION, CLAUSES, saysLast("""
                        incompatible | is incompatible | not supported by | is not supported | method not allowed | deployment .. not found | model .. not found
                        no handler registered | classnotfoundexception * | no such database | nosuchbucket * | must be set | is not registered | unknown option
                        """).and(NO_GATEWAY)),
                never("clause.content", DATA_CORRUPTION, CLAUSES, saysLast("""
                        unknown field | is missing $ | overflow in | integer overflow | constraint fails | invalid uuid | invalid regex | invalid date
                        invalid value | invalid argument | invalid parameter | invalid input | invalid format | exceeds limit # | exceeds the limit
                        syntax error at | could not be parsed
                        """).and(NO_GATEWAY)),
                afterFix(
                        "clause.ended",
                        RESOURCE_EXHAUSTED,
                        CLAUSES,
                        saysLast("trial period | has ended | insufficient credits | plan limit")
                                .and(NO_GATEWAY)));
    }

    static List<Rule> clauses() {
        return List.of(
                afterFix("clause.auth", AUTH, CLAUSES, saysLast("""
                        invalid credentials | bad credentials | certificate has expired | certificate expired | permission denied for | invalid api key
                        not authorized to perform | is not authorized | host key verification failed | authentication failed for | password authentication failed
                        access denied for | invalid username or password | token has expired | token is expired | signature does not match
                        certificate signed by unknown authority | self signed certificate
                        """)),
                afterFix(
                        "clause.config",
                        CONFIGURATION,
                        CLAUSES,
                        saysLast("""
                        table .. does not exist | relation .. does not exist | column .. does not exist | database .. does not exist | bucket does not exist
                        model .. does not exist | queue .. does not exist | topic .. does not exist | function .. does not exist | role .. does not exist
                        column .. not found | table .. not found | class .. not found | module .. not found | unknown database | unknown column | unknown table
                        unsupported protocol | unsupported version | unsupported driver | environment variable .. not set | variable .. is not set
                        no such file or directory | no such table | license expired | license .. has expired | is not installed | no module named
                        not implemented | is not configured | manifest unknown
                        """).and(says("upstream | connect to unix").negate())),
                never(
                        "clause.data",
                        DATA_CORRUPTION,
                        CLAUSES,
                        saysLast("""
                        payload too large | message too large | request entity too large | schema mismatch | checksum mismatch | unexpected token
                        missing required field | out of range for type | invalid input syntax | violates unique constraint | violates not-null constraint
                        violates foreign key | duplicate key | invalid json | value too long
                        """)
                                .and(status(429, 502, 503, 504).negate())
                                .and(
                                        says("pg_type_typname_nsp_index | pg_class_relname_nsp_index | pg_namespace_nspname_index | pg_extension_name_index")
                                                .negate())),
                afterFix("clause.defect", LOGIC_ERROR, CLAUSES, saysLast("""
                        nullpointerexception | nullreferenceexception | classcastexception | index out of range | indexoutofboundsexception
                        unsupported operation | unsupportedoperationexception | division by zero | nil pointer dereference | undefined method
                        is not a function | has no attribute | cannot read property | cannot read properties
                        """)),
                afterFix("clause.spent", RESOURCE_EXHAUSTED, CLAUSES, saysLast("""
                        disk quota exceeded | java heap space | heap out of memory | too many open files | exceeded your current quota | outofmemoryerror
                        """)));
    }

    /** A reason that the text gives anywhere beside the symptom; what it names is meant. */
    static List<Rule> reasons() {
        return List.of(
                afterFix("reason.auth", AUTH, FORMS, SYMPTOM.and(says("""
                        invalid api key | wrong api key | with a valid token | with a valid key | with valid credentials | proxy requires authentication
                        permission denied on | permission denied open | metadata unauthorized | pending review | for your account
                        your account has been | your account is | account .. locked | account .. suspended | not licensed | wrong password
                        fix the certificate | certificate expired | certificate has expired | plan does not include | not included in your plan | requires a paid
                        """))),
                never("reason.data", DATA_CORRUPTION, FORMS, SYMPTOM.and(says("""
                        bad magic | corruption detected | checksum mismatch | message exceeds | exceeds maximum size | exceeds the maximum size | upload size exceeded
                        with a smaller | with smaller | with fewer | schema invalid | schema is invalid | invalid json | job data invalid | manual repair
                        sent too big header | payload too large | is not valid json | is malformed
                        """))),
                afterFix("reason.defect", LOGIC_ERROR, FORMS, SYMPTOM.and(says("""
                        is negative | must be positive | must be greater than zero | must not be negative | relative url without a base | cannot be negative
                        maximum recursion | invalid argument type
                        """))),
                afterFix("reason.config", CONFIGURATION, FORMS, SYMPTOM.and(says("""
                        unsupported driver | unsupported protocol | unsupported version | version mismatch | protocol mismatch | cluster id mismatch
                        has been deprecated | no longer available | no longer supported | in your region | in this region | in your country
                        same origin policy | cross-origin request blocked | manifest unknown | is set to 0 | setting is 0 | dependency graph
                        host configured | virtual hosts | variable missing | retry later is not supported | auto-create is disabled
                        table .. does not exist | relation .. does not exist | database .. does not exist | column .. does not exist | topic does not exist
                        bucket does not exist | unconfigured table | unknown database
                        """))),
                afterFix("reason.limit", RESOURCE_EXHAUSTED, FORMS, SYMPTOM.and(says("""
                        unpaid * | invoice * | license count | licence count | number of licenses | past due | overdue payment
                        allows 0 | limit is 0 | limit 0 $ | limit 0 model | quota is 0 | limit of 0 | quota used up | all of your quota | disc quota exceeded
                        """))));
    }
}
