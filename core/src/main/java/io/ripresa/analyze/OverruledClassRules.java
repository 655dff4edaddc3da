package io.ripresa.analyze;

import static io.ripresa.analyze.Conditions.anywhere;
import static io.ripresa.analyze.Conditions.nameSays;
import static io.ripresa.analyze.Conditions.says;
import static io.ripresa.analyze.Rule.afterFix;
import static io.ripresa.analyze.Rule.never;
import static io.ripresa.model.Category.AUTH;
import static io.ripresa.model.Category.CONFIGURATION;
import static io.ripresa.model.Category.DATA_CORRUPTION;
import static io.ripresa.model.Category.LOGIC_ERROR;

import java.util.List;

/**
 * A class of error that is named after an outage, with a text that speaks of the caller: libraries throw their one
 * connection error for an option that must be a number, too. The text says what happened, the class only who threw it;
 * unless some text of the chain tells of an outage.
 */
final class OverruledClassRules {

    private static final Condition NAMED_AFTER_AN_OUTAGE = nameSays("""
            connection | connect | socket | network | timeout | unavailable | eof | transport | cluster operation | rejected execution
            protocol error | retriable | retryable | transient | communication | communications | not ready | lock error | already closed | corrupt grid | locking | locked
            not leader | client error | unreachable | internal service error | internal server error
            """);

    private static final Condition TELLS_OF_AN_OUTAGE = anywhere(says("""
            refused | reset by | connection reset | timed out | time out | deadline | unreachable | broken pipe | hang up | temporarily
            temporary | try again | retry | overloaded | unavailable | closed by | not respond | no response | too many | shutting down
            connection error | due to connection | due to channel | throttled | exhausted | getaddrinfo | dns | eof | goaway | host is down
            """));

    private static final Condition MISLED = NAMED_AFTER_AN_OUTAGE.and(TELLS_OF_AN_OUTAGE.negate());
    private static final String WHO_THREW = "Texts of Kafka Connect, redis-py, Jedis, the MongoDB drivers and gRPC: ";

    private OverruledClassRules() {}

    static List<Rule> all() {
        return List.of(
                afterFix(
                        "overruled.credential", AUTH, WHO_THREW + "who called was not accepted", MISLED.and(says("""
                        authentication failed | authentication method | authentication methods | no certificate | no certificates | ssl certificate | ocsp response | ocsp servers | ocsp certificate | unexpected authentication error | issuers found | issuer cert
                        certificates do not match | certificate .. not trusted | insecure connection
                        """))),
                afterFix(
                        "overruled.defect",
                        LOGIC_ERROR,
                        WHO_THREW + "a call that the library does not allow",
                        MISLED.and(says("""
                        cannot be null | must not be null | may not be null | should not be null | is null $ | not null $ | must implement | called on closed
                        on closed connection | already subscribed | file a bug | indicate a bug | this is a bug | unknown case | not bound yet
                        multiple hash slots | same slot for | on already closed | is already proxied | sent already | pool is closed | attempted to flush while closed | lifecycle violation | shouldn t happen | unlocked lock | already unlocked | with no timeout | must call .. first | can t call | cannot call | from within .. is not allowed
                        has already been called | can t modify | cannot modify | after making a request | before calling
                        """))),
                afterFix(
                        "overruled.setting",
                        CONFIGURATION,
                        WHO_THREW + "an option or a version",
                        MISLED.and(says("""
                        is not supported | not supported $ | cannot mix | are not supported | not supported by | unsupported * | does not support | doesn t support | not compatible
                        incompatible * | only .. supported | is supported by | must be one of | must be either | must be an integer | must be a number
                        must be a positive | must be positive | must be set | must be configured | must be specified | must be between
                        should be greater | must be greater | missing the mandatory | configuration is missing | invalid .. configuration
                        is not enabled | not enabled | is disabled | cannot define both | unable to instantiate | could not instantiate
                        failed to instantiate | failed to find any class | unable to find .. class | array is empty | not configured
                        mode is not | host defined | definition is not found | lower than | transport options | configuration .. compatible | must either | only supports | unknown address | unrecognized * | invalid parameter | incompatibility | insecure * | only https | must utilize | must use
                        """))),
                never(
                        "overruled.content",
                        DATA_CORRUPTION,
                        WHO_THREW + "what was sent or read",
                        MISLED.and(says("""
                        gzipped data | reading file | file channel | file ended | truncated chunk | not longer than | but expected | be serialized to | does not contain | non-list | unable to decode | failed to encode | unable to parse | failed to parse | could not parse | cannot parse | failed to decode | failed to deserialize | malformed *
                        larger than .. max | larger than .. maximum | larger than .. allowed | unexpected value type | invalid value | unknown reply | is too long
                        """))));
    }
}
