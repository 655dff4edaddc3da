package io.ripresa.analyze;

import static io.ripresa.analyze.Conditions.answered;
import static io.ripresa.analyze.Conditions.has;
import static io.ripresa.analyze.Conditions.says;
import static io.ripresa.analyze.Conditions.status;
import static io.ripresa.analyze.Conditions.statusBetween;
import static io.ripresa.analyze.Rule.afterFix;
import static io.ripresa.analyze.Rule.auto;
import static io.ripresa.analyze.Rule.never;
import static io.ripresa.analyze.Rule.unknown;
import static io.ripresa.model.Category.AUTH;
import static io.ripresa.model.Category.CONCURRENCY_CONFLICT;
import static io.ripresa.model.Category.CONFIGURATION;
import static io.ripresa.model.Category.DATA_CORRUPTION;
import static io.ripresa.model.Category.LOGIC_ERROR;
import static io.ripresa.model.Category.RATE_LIMIT;
import static io.ripresa.model.Category.RESOURCE_EXHAUSTED;
import static io.ripresa.model.Category.SERVICE_UNAVAILABLE;
import static io.ripresa.model.Category.TIMEOUT;

import io.ripresa.model.FailureReport;
import java.util.List;

/** The table of HTTP statuses. What a body's code says goes first. */
final class HttpRules {

    private static final String RFC = "RFC 9110 section 15";

    private HttpRules() {}

    /** Statuses that say that the request cannot succeed as it is. */
    static List<Rule> permanent() {
        return List.of(
                afterFix("http.401", AUTH, RFC + ".5.2, .5.8", status(401, 407)),
                afterFix("http.402", RESOURCE_EXHAUSTED, RFC + ".5.3: payment required", status(402)),
                afterFix("http.403", AUTH, RFC + ".5.4", status(403)),
                afterFix("http.511", AUTH, "RFC 6585 section 6", status(511)),
                afterFix("http.405", CONFIGURATION, RFC + ".5.6, .5.20, .5.22, .6.6", status(405, 421, 426, 505, 506)),
                never("http.410", DATA_CORRUPTION, RFC + ".5.11: likely to be permanent", status(410)),
                never("http.412", CONCURRENCY_CONFLICT, RFC + ".5.13", status(412, 428)),
                never(
                                "http.422",
                                DATA_CORRUPTION,
                                RFC + ".5: the content is refused",
                                status(406, 411, 413, 414, 415, 416, 417, 422, 431, 451))
                        .reaching(Rule.Reach.MANY_CAUSES));
    }

    /** Statuses that say little: a text that says more goes first. */
    static List<Rule> vague() {
        return List.of(
                never("http.400", DATA_CORRUPTION, RFC + ".5.1", status(400)),
                unknown("http.404", RFC + ".5.5: not known whether temporary or permanent", status(404)));
    }

    /** Statuses that time lifts. */
    static List<Rule> temporary() {
        return List.of(
                auto(
                                "http.429",
                                RATE_LIMIT,
                                "RFC 6585 section 4: refused before it was processed",
                                status(429).and(answered()))
                        .provingNotProcessed(),
                auto("http.429-in-text", RATE_LIMIT, "RFC 6585 section 4", status(429)),
                auto(
                                "http.503-retry-after",
                                SERVICE_UNAVAILABLE,
                                RFC + ".6.4 and 10.2.3",
                                status(503).and(answered()).and(has(FailureReport.RETRY_AFTER)))
                        .provingNotProcessed(),
                afterFix(
                        "http.5xx-not-provided",
                        CONFIGURATION,
                        RFC + ".6: what the server does not provide it will not provide later",
                        statusBetween(500, 599).and(says("""
                        subscription has expired | subscription expired | license has expired | account is suspended | not enabled | not supported | not currently supported | is disabled | not configured | unsupported
                        not implemented | misconfigured
                        """))),
                afterFix(
                        "http.5xx-denied-below",
                        AUTH,
                        RFC + ".6: an answer of 401 or 403 that was passed on",
                        statusBetween(500, 599).and(says("""
                        response code 403 | response code 401 | status code 403 | status code 401 | 403 forbidden | 401 unauthorized
                        """))),
                auto("http.503", SERVICE_UNAVAILABLE, RFC + ".6.4", status(503)),
                auto("http.408", TIMEOUT, RFC + ".5.9", status(408)),
                auto("http.504", TIMEOUT, RFC + ".6.5", status(504, 524, 598, 599)),
                auto("http.502", SERVICE_UNAVAILABLE, RFC + ".6.3", status(502, 520, 521, 522, 523, 525, 530)),
                auto("http.529", SERVICE_UNAVAILABLE, "Anthropic API errors: overloaded_error", status(529)),
                auto("http.423", CONCURRENCY_CONFLICT, "RFC 4918 section 11.3", status(423)),
                auto("http.425", CONCURRENCY_CONFLICT, "RFC 8470 section 5.2", status(425)),
                auto(
                        "http.409-passing",
                        CONCURRENCY_CONFLICT,
                        RFC + ".5.10: work that is under way resolves the state",
                        status(409).and(says("""
                        currently | in progress | another operation | exclusive access | is being | already running | try again | please retry
                        concurrent | was modified by | locked | ongoing operation | another request | in a transient state | conflicting state of
                        under operation | competing for
                        """))),
                never(
                        "http.409-exists",
                        DATA_CORRUPTION,
                        RFC + ".5.10",
                        status(409).and(says("already exists | already exist | duplicate"))),
                never("http.409", CONCURRENCY_CONFLICT, RFC + ".5.10: the state must be resolved first", status(409)),
                afterFix(
                        "http.507-quota",
                        RESOURCE_EXHAUSTED,
                        "RFC 4918 section 11.5 and RFC 4331: the quota of an account",
                        status(507).and(says("quota"))),
                auto("http.507", RESOURCE_EXHAUSTED, "RFC 4918 section 11.5", status(507, 509)),
                afterFix(
                        "http.500-defect",
                        LOGIC_ERROR,
                        RFC + ".6.1: an unexpected condition; here the answer names it, and it is one of the program's",
                        status(500).and(says("""
                        for input string | evaluation error | unknown variable | undefined variable | undefined method | undefined local | syntax error
                        parse error | nullpointerexception | null pointer | classcastexception | indexoutofboundsexception | typeerror | keyerror
                        attributeerror | referenceerror | is not a function | division by zero | wrong number of arguments | template error | no such method
                        """))),
                auto(
                                "http.500",
                                SERVICE_UNAVAILABLE,
                                RFC + ".6.1; retried by the AWS, Azure and Google SDKs",
                                statusBetween(500, 599))
                        .reaching(Rule.Reach.MANY_CAUSES),
                never(
                                "http.4xx",
                                DATA_CORRUPTION,
                                RFC + ".5: the client seems to have erred",
                                statusBetween(400, 499).and(status(400, 404).negate()))
                        .reaching(Rule.Reach.MANY_CAUSES));
    }
}
