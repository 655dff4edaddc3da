package io.ripresa.analyze;

import static io.ripresa.analyze.Conditions.nameSays;
import static io.ripresa.analyze.Conditions.says;
import static io.ripresa.analyze.Rule.afterFix;
import static io.ripresa.analyze.Rule.never;
import static io.ripresa.model.Category.AUTH;
import static io.ripresa.model.Category.CONFIGURATION;
import static io.ripresa.model.Category.DATA_CORRUPTION;
import static io.ripresa.model.Category.LOGIC_ERROR;
import static io.ripresa.model.Category.RESOURCE_EXHAUSTED;

import java.util.List;

/**
 * A lasting reason that stands beside a passing symptom: what failed was a connection, a lock or a time limit, and the
 * text goes on to say why. The reason decides.
 */
final class ReasonRules {

    private static final String FORMS = "Sentence forms of error messages in general: symptom, then reason";

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

    private ReasonRules() {}

    static List<Rule> all() {
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
                        allows 0 | limit is 0 | limit 0 | quota is 0 | limit of 0 | quota used up | all of your quota | disc quota exceeded
                        """))));
    }
}
