package io.ripresa.analyze;

import static io.ripresa.analyze.Conditions.says;
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
 * Plain prose for what the forms of {@link GeneralRules} say in fewer words: "did not hear back in time", "is catching
 * up", "was changed in the meantime". Of the same rank as those forms: what lasts before what passes.
 */
final class SayingRules {

    private static final String PROSE = "Prose of error messages in general";

    /** With these it may be prose about something else. */
    private static final Condition LASTING = says("""
            invalid | wrong | malformed | must be | must not be | your region | your plan | this plan | your imports | migrations
            while parsing | in json | license | time zone | in time format | user name | package | argument
            """);

    private SayingRules() {}

    /** Causes that a re-run alone does not remove. */
    static List<Rule> lasting() {
        return List.of(
                afterFix("say.auth", AUTH, PROSE, says("""
                        wrong api key | expired password | password expired | wrong key | credentials .. rejected | credentials .. refused | credentials .. not accepted
                        token .. no longer valid | session .. no longer valid | key .. no longer valid | login required | log-in required
                        refused our key | authentication was rejected | authentication was refused | authentication rejected | no grant on
                        has no grant | lack the privilege | lacks the privilege | not entitled to | not granted to | please log in
                        please sign in | must log in | must sign in | needs to log in | please re-authenticate | reauthenticate *
                        """)),
                afterFix("say.spent", RESOURCE_EXHAUSTED, PROSE + ": what is the caller's own, or paid for", says("""
                        failed to allocate | memory allocation failed | allocation of # bytes failed | unable to allocate memory
                        could not allocate memory | quota .. used up | is used up | balance .. too low | balance is too low
                        no credits left | plan limit | upgrade your plan | of your plan
                        """)),
                afterFix("say.config", CONFIGURATION, PROSE, says("""
                        missing setting | missing property | option .. is unknown | setting .. is unknown | parameter .. is unknown
                        column .. missing from | is switched off | is turned off | invalid value for setting | not a valid port
                        is not a valid host | no value for setting | setting .. missing | setting .. is empty | variable .. is empty
                        variable .. is missing | variable .. not set
                        """)),
                never("say.data", DATA_CORRUPTION, PROSE, says("""
                        does not fit into | does not fit in | fails the schema | violates the schema | not in the expected format
                        are not valid utf-8 | not valid utf-8 | body exceeds | file exceeds | message exceeds | payload exceeds
                        too few columns | too many columns | must be positive | must not be negative
                        """)),
                afterFix("say.defect", LOGIC_ERROR, PROSE, says("""
                        to use a closed | on closed pool | get on closed | use of a closed | used a closed | on a closed | already disposed | used before assignment
                        not present in map | cannot add .. and | advanced past | wrong thread | after it was closed | after being closed
                        before it was opened | before being initialized | more than once in
                        """)));
    }

    /** Causes that pass. */
    static List<Rule> passing() {
        return List.of(
                auto("say.timeout", TIMEOUT, PROSE, says("""
                        no reply .. within | no answer .. within | no response .. within | hear back .. in time | not received in time
                        did not .. in time | was not .. in time | not completed in time | not finished in time | failed to respond in #
                        failed to answer within | fail to respond in time | time budget | wait for .. expired
                        waiting for .. expired | expired while waiting | exceeded the allowed time | exceeded .. allowed time
                        exceeded the time allowed | time allowed by | ran longer than | running longer than | longer than the permitted
                        finish in the given time | not finish within | exceeded maximum execution time | exceeded .. execution time
                        deadline passed | deadline has passed | deadline was exceeded | timer fired | timer expired | no progress for #
                        timedout * | stuck waiting | no ack received | no acknowledgement received | no ack from | no acknowledgement from
                        no response for # | gave up after # | giving up after # seconds | waited too long
                        aborted after # seconds | no reply for # | not acknowledged within
                        """).and(LASTING.negate())),
                auto("say.network", NETWORK, PROSE, says("""
                        link .. lost | link .. is down | link failure | establish a connection | establish connection | establishing connection
                        establish a new connection | establishing a connection | open a channel to | connection could not be made | could not be reached
                        cannot be reached | opening connection to | open a connection to | open connection to | open socket to
                        disconnected while | disconnected unexpectedly | unexpectedly disconnected | unexpected disconnect
                        unexpected disconnection | premature eof | end of file on communication | connection gone | connection has gone
                        closed by the other side | closed by the remote | closed by remote | closed by the server | closed by server
                        http2 framing layer | partial response | outstanding read data | failed to dial | dial .. failed
                        name could not be resolved | peer went away | lost contact | no longer connected | connectivity lost
                        lost connectivity | connectivity issue | connectivity issues | connectivity problem | network glitch | network outage
                        dropped the connection | transmission failed | failed to transmit | read from socket failed | write to socket failed
                        """).and(LASTING.negate())),
                auto("say.rate", RATE_LIMIT, PROSE, says("""
                        too quickly | too frequently | because of throttling | due to throttling | calls in a short | requests in a short
                        limited to # per | limited to # requests | limited to # calls | limit per minute | limit per second | burst limit
                        api calls quota | being limited | request frequency | exceeded # calls | calls/s | requests/s
                        """).and(LASTING.negate())),
                auto("say.conflict", CONCURRENCY_CONFLICT, PROSE, says("""
                        in the meantime | concurrent changes | concurrent change | concurrently updated | concurrently changed | match the expected version | because of a conflict | due to a conflict | due to conflict
                        aborted .. conflict | another job is using | another job is running | compare and set failed | compare-and-set failed
                        cas failed | cas mismatch | lost a race | lost the race | simultaneous update | simultaneous modification
                        """).and(LASTING.negate())),
                auto(
                        "say.resource",
                        RESOURCE_EXHAUSTED,
                        PROSE + ": what is shared, and given back",
                        says("""
                        no idle connections | no permits available | no permit available | connections .. are in use | connections .. in use | pool saturated | pool is saturated
                        no free space | no gpu available | no workers available | no worker available | no executors available
                        number of sessions exceeded | number of connections exceeded | sessions exceeded
                        """).and(LASTING.negate())),
                auto(
                        "say.unavailable",
                        SERVICE_UNAVAILABLE,
                        PROSE,
                        says("""
                        is catching up | currently catching up | lagging behind | lags behind | no primary .. found | is relocating
                        is being moved | are being moved | is splitting | is rebalancing | going through a restart | draining connections
                        is draining | being provisioned | in maintenance | maintenance mode | for maintenance
                        is not healthy | not healthy | quorum not | without quorum | quorum .. lost | lost quorum | loss of quorum | replicas alive
                        replicas responded | replica responded | metadata is stale | left the cluster | has left the cluster | node was lost
                        worker .. was lost | executor .. lost | returned an internal error | unexpected condition was encountered
                        encountered an unexpected condition | on our side | on our end | technical difficulties | technical problem
                        technical problems | temporary problem | temporary issue | temporary outage
                        transient failure | transient problem | transient issue | while it syncs | is syncing | still syncing
                        standby server | standby .. cannot accept | is a follower | read-only state | was reclaimed | has not started yet
                        is not started yet | still starting | still loading | still initializing | not yet available
                        isn t up yet | is not up yet | not fully started | being restarted
                        """)
                                .and(LASTING.negate())
                                .and(says("primary key | looking for maintenance")
                                        .negate())));
    }
}
