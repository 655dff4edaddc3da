package io.ripresa.analyze;

import static io.ripresa.analyze.Conditions.named;
import static io.ripresa.analyze.Conditions.says;
import static io.ripresa.analyze.Rule.auto;
import static io.ripresa.model.Category.CONCURRENCY_CONFLICT;
import static io.ripresa.model.Category.NETWORK;
import static io.ripresa.model.Category.RESOURCE_EXHAUSTED;
import static io.ripresa.model.Category.SERVICE_UNAVAILABLE;
import static io.ripresa.model.Category.TIMEOUT;

import java.util.List;

/**
 * Outages in the few words that libraries have for them in their own source, beside the fuller forms of {@link
 * GeneralRules}: found among the messages of two hundred libraries.
 */
final class FewWordRules {

    private static final String FORMS = "Short forms of error messages in the source of libraries";

    /** With these it is a setting, a validation, or the program's own doing. */
    private static final Condition OF_THE_CALLER = says("""
            must be | must not | cannot be | should be | is required | not allowed | not supported | unsupported | invalid | option | parameter | configured
            not in progress | before calling | has been called
            """);

    private FewWordRules() {}

    /** A class of illegal states, with a text that says what became of a connection, a wait or a lock. */
    static List<Rule> inSpiteOfTheClass() {
        Condition illegal = named("IllegalStateException InvalidOperationException");
        return List.of(
                auto("few.link-in-spite", NETWORK, FORMS, illegal.and(says("""
                        failed to connect to | connection terminated | connections are unavailable | no connected | zookeeper not connected | registry is not connected
                        """)).and(OF_THE_CALLER.negate())),
                auto("few.wait-in-spite", TIMEOUT, FORMS, illegal.and(says("""
                        timed out waiting | timeout waiting | unexpected timeout
                        """)).and(OF_THE_CALLER.negate())),
                auto(
                        "few.lock-in-spite",
                        CONCURRENCY_CONFLICT,
                        FORMS,
                        illegal.and(says("""
                        could not acquire the lock | because of concurrent updates
                        """)).and(OF_THE_CALLER.negate())));
    }

    static List<Rule> passing() {
        return List.of(
                auto("few.conflict", CONCURRENCY_CONFLICT, FORMS, says("""
                        concurrent updates | holding a lock | holds a lock | holds the lock | storage conflict | in process cannot | upgrading in process | migration in process
                        operation is already running | lock acquire failed | lock acquired failed | lock hasn t been released | lock has not been released
                        aborts txn | flatten in progress | document locked | already pending | has a pending operation | currently in use by someone | acquire change log lock | retries failed with flowableoptimisticlockingexception | data being modified | reconfiguration task .. already running | schema changes in progress | in the process of connecting
                        """).and(OF_THE_CALLER.negate())),
                auto("few.time", TIMEOUT, FORMS, says("""
                        canceled by the timeout | cancelled by the timeout | no response $ | did not receive response | not received with in | not received within
                        giving up on waiting | timeout retrieving | timeout last error | ^ timeout # $ | did not establish within | have timed out | report timeout | detected transaction timeout
                        """).and(OF_THE_CALLER.negate())),
                auto("few.link", NETWORK, FORMS, says("""
                        connection loss | server has closed socket | connection terminated | stream errored | channel has reset | reconnection failed | reconnect failed
                        failed to reconnect | connection reconnecting | reconnect attempts .. exceeded | reconnection errors | failed connect to | no control connection | didn t get connection | pong too old | pingresp not received | content-length mismatch received | remote connection .. not seen | unable to get response from server | failed to get response from server
                        opening network connection | failed to establish http connection | due to connection close | connection has died | connection being recreated | link closed unexpectedly
                        could not establish the connection | connection unavailable | channel gone inactive | outstanding data remaining | server reachable | closed during handshake | connection to .. is not active
                        satisfy content length header | satisfy transfer length header | unexpected close of | could be connected | channel has been reconnected
                        """).and(OF_THE_CALLER.negate())),
                auto("few.room", RESOURCE_EXHAUSTED, FORMS, says("""
                        used space fraction | max active streams is reached | no available connections | no streams available | insufficient number of drives online | bizthreadpool is exhausted | reached maximum waiter size | too many containers | max containers reached | no available .. producer | max parallelism reached
                        limit is reached try later | unable to acquire connection
                        """).and(OF_THE_CALLER.negate())),
                auto("few.serving", SERVICE_UNAVAILABLE, FORMS, says("""
                        no available broker | no available brokers | no available peer | no available peers | controller is not available | service is not available
                        server is not available | broker is not available | node is not available | cluster is not available | in controlled shutdown | is not a leader
                        no longer leader | not a leader | no placement driver leader | leadership has not been established | waiting on cluster sync | is not yet deployed | not enough online | waiting on other drives
                        shut down imminent | server is a replica | target is unhealthy | hasn t finished starting | waiting to be assigned | worker restarted | no longer the leader | stepping down | leader is unknown | replication is not up to date | timestamp not synced | flashback progress
                        is being stopped | being online unsafe recovered | high message lag | no network status yet | no attached networks yet | must wait for
                        need to wait for | waiting for .. to be ready | waiting for .. to be running | waiting to restore | pending restoring | not yet satisfied
                        now wait until | waiting for monitors to reach
                        """).and(OF_THE_CALLER.negate())));
    }
}
