package io.ripresa.analyze;

import static io.ripresa.analyze.Conditions.named;
import static io.ripresa.analyze.Conditions.says;
import static io.ripresa.analyze.Conditions.unsetHost;
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

import java.util.ArrayList;
import java.util.List;

/**
 * What products say in words of their own, which shared words would take for something else: a display that cannot be
 * connected to is no network, and a writer that was fenced has no conflict that a new try would settle.
 */
final class OwnWordsRules {

    private OwnWordsRules() {}

    static List<Rule> all() {
        List<Rule> rules = new ArrayList<>();
        rules.addAll(lasting());
        rules.addAll(fenced());
        rules.addAll(misused());
        rules.addAll(passing());
        return rules;
    }

    private static List<Rule> lasting() {
        return List.of(
                afterFix(
                        "x11.no-display",
                        CONFIGURATION,
                        "Xlib XOpenDisplay, Qt xcb, GTK, Java AWT: a program with windows where there is no display",
                        says("""
                        connect to display | can t open display | cannot open display | unable to open display | unable to open x display
                        can t connect to x11 window server | no x11 display variable was set | failed to open display
                        """)),
                afterFix(
                        "host.unset",
                        CONFIGURATION,
                        "aiohttp, Node, curl, MongoDB drivers: the name of a host that nobody set",
                        says("connect to host unknown # | connect to host undefined # | connect to host none #")
                                .or(says("connect | connecting | connection | server selection | selection timed out")
                                        .and(unsetHost()))),
                afterFix(
                        "inotify.by-watch",
                        RESOURCE_EXHAUSTED,
                        "Node.js fs.watch, inotify(7): ENOSPC of a watch is the user's limit, no disk",
                        says("^ watch .. enospc $ | error watch .. enospc")
                                .or(says("^ watch | error watch").and(says("enospc $")))),
                afterFix(
                        "vertica.own-cap",
                        RESOURCE_EXHAUSTED,
                        "Vertica ERROR 3300, TEMPSPACECAP: the session's own cap",
                        says("exceeded temp space cap")),
                afterFix(
                        "bill.unpaid",
                        RESOURCE_EXHAUSTED,
                        "360dialog, Meta Cloud API 131042, Stripe billing: nobody paid",
                        says(
                                "lack of payment | overdue invoice | overdue invoices | unpaid invoice | unpaid invoices")),
                afterFix(
                        "wasm.fuel",
                        RESOURCE_EXHAUSTED,
                        "Wasmtime, Trap::OutOfFuel: the host's own limit",
                        says("all fuel consumed")),
                afterFix(
                        "cuda.memory-by-number",
                        RESOURCE_EXHAUSTED,
                        "CUDA runtime, cudaErrorMemoryAllocation (2), as Caffe checks it",
                        says("cudasuccess 2 vs . 0 | cudasuccess 2 vs 0")),
                afterFix(
                        "derby.no-database",
                        CONFIGURATION,
                        "Apache Derby 08004.C.2: refused because there is no such database",
                        says(
                                "refused because the database .. was not found | refused because the database .. not found")),
                afterFix(
                        "tomcat.upload-place",
                        CONFIGURATION,
                        "Apache Tomcat, MultipartConfig: the directory was removed or never made",
                        says("temporary upload location .. is not valid")),
                afterFix(
                        "telegram.key-duplicated",
                        AUTH,
                        "Telegram API 406 AUTH_KEY_DUPLICATED: the key is void for good",
                        named("AuthKeyDuplicatedError AUTH_KEY_DUPLICATED")
                                .or(says("used under two different ip addresses simultaneously"))),
                afterFix(
                        "session.log-in-again",
                        AUTH,
                        "NodeBB csrf-invalid, Django, Rails: the session is over, somebody has to log in again",
                        says(
                                "due to an expired session | session has expired please log in | session expired please log in")),
                afterFix(
                        "dns.tsig-time",
                        AUTH,
                        "RFC 8945 section 5.2.3, BADTIME: the signature is refused because clocks differ",
                        named("BADTIME KNOT_TSIG_EBADTIME").or(says("tsig out of time window | tsig error badtime"))),
                afterFix(
                        "git.protected-branch",
                        AUTH,
                        "lakeFS, GitHub, GitLab: a branch that only some may write",
                        says(
                                "cannot write to protected branch | protected branch hook declined | protected branch update failed")),
                afterFix(
                        "client.too-old",
                        CONFIGURATION,
                        "TigerBeetle client_release_too_low, Docker API: the client has to be upgraded",
                        says("client_release_too_low | your client is too old | client version .. is too old")),
                afterFix(
                        "zabbix.not-allowed",
                        AUTH,
                        "Zabbix agent, parameter Server: hosts that may ask",
                        says("dropped connection because of access permissions")),
                never(
                        "gzip.ends-early",
                        DATA_CORRUPTION,
                        "RFC 1952, Python gzip: the file is shorter than it says",
                        says("ended before the end-of-stream marker | ended before the end of stream marker")));
    }

    /** A newer one took over: the same run can never write again, and the task may be done by the other. */
    private static List<Rule> fenced() {
        return List.of(never(
                "writer.fenced",
                CONCURRENCY_CONFLICT,
                "Apache Pulsar ProducerFenced, HDFS JournalNode, BookKeeper LedgerFenced: a newer writer has taken over",
                named("ProducerFenced LedgerFencedException BKLedgerFencedException")
                        .or(says("producer fenced | less than the last promised epoch | ledger has been fenced off"))));
    }

    private static List<Rule> misused() {
        return List.of(
                afterFix(
                        "mailkit.order",
                        LOGIC_ERROR,
                        "MailKit: ServiceNotConnectedException, ServiceNotAuthenticatedException: called in the wrong order",
                        says("must be connected before you can | must be authenticated before you can")),
                afterFix(
                        "doctrine.parameters",
                        LOGIC_ERROR,
                        "Doctrine ORM, QueryException: the code binds other parameters than the query has",
                        says(
                                "query defines # parameters and you | query defines # parameters but you | invalid parameter number number of bound variables")));
    }

    private static List<Rule> passing() {
        return List.of(
                auto(
                        "apache.back-end-refused",
                        NETWORK,
                        "Apache mod_proxy, AH00957, AH01114: the server behind the proxy, wherever it is, is tried again after a while",
                        says("attempt to connect to").and(says("proxy http | ah00957 | proxy fcgi | proxy ajp"))),
                auto(
                        "server.stopping",
                        SERVICE_UNAVAILABLE,
                        "Apollo Server, Solr without ZooKeeper: for as long as it stops or looks for the others",
                        says("while the server is stopping | cannot talk to zookeeper")),
                auto(
                        "publish.nacked",
                        SERVICE_UNAVAILABLE,
                        "RabbitMQ, publisher confirms: the broker could not take it, publish again",
                        named("PublishNackedException")
                                .or(says("publish # is nacked | message nacked by broker | nacked by the broker"))),
                auto(
                        "ec2.just-made",
                        SERVICE_UNAVAILABLE,
                        "Amazon EC2 API, eventual consistency: an id that was given a second ago",
                        named("InvalidNetworkInterfaceID.NotFound")),
                auto(
                        "aws.throughput",
                        RATE_LIMIT,
                        "Amazon Kinesis, Fluent Bit: records of a stream beyond what a shard takes",
                        says("throughput limits may have been exceeded")),
                auto(
                        "github.abuse-detection",
                        RATE_LIMIT,
                        "GitHub REST API, secondary rate limits, once called abuse detection: a 403 that passes",
                        named("AbuseException AbuseRateLimitError").or(says("abuse detection"))),
                auto(
                        "limiter.rejected",
                        RATE_LIMIT,
                        "Milvus ErrHTTPRateLimit, Resilience4j RequestNotPermitted: a limiter said no",
                        says("rejected by limiter | rejected by rate limiter | rejected by the rate limiter")),
                auto(
                        "milvus.recovering",
                        SERVICE_UNAVAILABLE,
                        "Milvus, ErrCollectionOnRecovering: marked as retriable",
                        says("collection on recovering")),
                auto(
                        "nats.idle-heartbeat",
                        NETWORK,
                        "NATS JetStream: nothing was heard of the server for two heartbeats",
                        says(
                                "missed idle heartbeat | missed idle heartbeats | idle heartbeats missed | idle heartbeat missed")),
                auto(
                        "lock.not-acquired",
                        CONCURRENCY_CONFLICT,
                        "lakeFS ErrLockNotAcquired, Redlock: somebody else has it",
                        says("^ lock not acquired | lock was not acquired")),
                auto(
                        "mail.per-hour",
                        RATE_LIMIT,
                        "cPanel, Exim: so many mails an hour",
                        says("max emails per hour | max defers and failures per hour")),
                auto(
                        "dotnet.client-timeout",
                        TIMEOUT,
                        ".NET HttpClient.Timeout: the client's own time limit, told as a cancellation",
                        says("configured httpclient.timeout | configured httpclient timeout")),
                auto(
                        "redix.unanswered",
                        TIMEOUT,
                        "Redix, :health_check_interval: a command had no answer in time",
                        says("command went unanswered")),
                auto(
                        "yugabyte.read-restart",
                        CONCURRENCY_CONFLICT,
                        "YugabyteDB, read restart errors: clocks differ, read again",
                        says("restart read required")));
    }
}
