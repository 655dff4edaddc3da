package io.ripresa.analyze;

import static io.ripresa.analyze.Conditions.nameEnds;
import static io.ripresa.analyze.Conditions.named;
import static io.ripresa.analyze.Conditions.says;
import static io.ripresa.analyze.Rule.afterFix;
import static io.ripresa.analyze.Rule.auto;
import static io.ripresa.analyze.Rule.never;
import static io.ripresa.analyze.Rule.unknown;
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
 * Sentences of single products whose words mean something else elsewhere: a connection that ends because the log-in was
 * refused, a deadlock that is a wrong call, a resource that is a number of queries an hour. These go before what many
 * systems say.
 */
final class ProductTextRules {

    private static final String PANIC =
            "Rust, Result::unwrap; Go, panic with an error: what is told behind is the cause";
    private static final Condition PANICS = says("panicked at | ^ panic");

    private ProductTextRules() {}

    static List<Rule> all() {
        List<Rule> rules = new ArrayList<>();
        rules.addAll(credentials());
        rules.addAll(limits());
        rules.addAll(settings());
        rules.addAll(defects());
        rules.addAll(passing());
        return rules;
    }

    private static List<Rule> credentials() {
        return List.of(
                afterFix(
                        "ssh.refused-log-in",
                        AUTH,
                        "OpenSSH sshconnect2.c: asked again after a wrong password; the connection ends afterwards",
                        says("permission denied please try again | permission denied publickey")),
                afterFix(
                        "smtp.log-in-first",
                        AUTH,
                        "RFC 4954 section 6: 530 authentication required",
                        says("you must authenticate | must authenticate first | authentication is required to send")),
                afterFix(
                        "llm.no-credential",
                        AUTH,
                        "OpenAI and Anthropic client libraries: neither key nor token was given",
                        says("could not resolve authentication method")),
                afterFix(
                        "vault.lease",
                        AUTH,
                        "HashiCorp Vault, Lease, renew and revoke: a token that ran out cannot be renewed",
                        says("lease is not renewable").or(says("lease expired").and(says("vault")))),
                afterFix(
                        "ses.identity",
                        AUTH,
                        "Amazon SES, MessageRejected: the sender or, in the sandbox, the recipient is not verified",
                        says("identities failed the check | email address is not verified")));
    }

    private static List<Rule> limits() {
        return List.of(
                auto(
                        "mysql.hourly",
                        RATE_LIMIT,
                        "MySQL, Setting Account Resource Limits: counts begin anew each hour",
                        says("max_queries_per_hour | max_updates_per_hour | max_connections_per_hour")
                                .and(says("exceeded"))),
                auto(
                        "rate.so-many",
                        RATE_LIMIT,
                        "RFC 6585 section 4: too many requests in a given amount of time",
                        says("""
                        more than # requests per minute | more than # requests per second | more than # requests per hour
                        more than # requests in # seconds | more than # requests in # minutes
                        """)),
                afterFix(
                        "spark.own-memory",
                        RESOURCE_EXHAUSTED,
                        "Apache Spark, UNABLE_TO_ACQUIRE_MEMORY: the task's share of the memory of its executor",
                        nameEnds("SparkOutOfMemoryError")
                                .or(says("unable_to_acquire_memory | unable to acquire # bytes of memory"))),
                afterFix(
                        "vllm.no-memory-left",
                        RESOURCE_EXHAUSTED,
                        "vLLM, gpu_memory_utilization: what the model leaves holds no cache",
                        says(
                                "no available memory for the cache | memory for the cache blocks | larger than the available kv cache memory")),
                afterFix(
                        "athena.own-limit",
                        RESOURCE_EXHAUSTED,
                        "Amazon Athena, Troubleshooting: the query needs more than one query gets",
                        says("query exhausted resources")),
                afterFix(
                        "functions.own-limit",
                        RESOURCE_EXHAUSTED,
                        "Azure Functions, host health monitor: connections, threads and processes of the own sandbox",
                        says("host thresholds exceeded")),
                never(
                        "mongo.document-too-large",
                        DATA_CORRUPTION,
                        "MongoDB error codes: 17419 and 17420, BSON document limit",
                        says("resulting document after update is larger | document to upsert is larger")),
                never(
                        "message.too-large",
                        DATA_CORRUPTION,
                        "MySQL 1153, MariaDB Connector/J, Azure Service Bus, AMQP: one message is larger than any may be",
                        says(
                                "packet too big for current server | exceeded maximum message size | exceeds maximum message size")),
                never(
                        "image.digest",
                        DATA_CORRUPTION,
                        "containerd: what came is not what was named",
                        says("unexpected commit digest")));
    }

    private static List<Rule> settings() {
        return List.of(
                afterFix(
                        "dns.own-file",
                        CONFIGURATION,
                        "resolv.conf(5): the own resolver is set up wrongly",
                        says("error parsing resolv.conf | parsing resolv.conf | error reading dns system conf")),
                afterFix(
                        "grpc.other-version",
                        CONFIGURATION,
                        "grpc-dotnet, Troubleshooting: server or proxy does not speak HTTP/2",
                        says("response protocol downgraded to http/1.1")),
                afterFix("dapr.component", CONFIGURATION, "Dapr error codes: the component is not set up", named("""
                        ERR_SECRET_STORE_NOT_FOUND ERR_SECRET_STORES_NOT_CONFIGURED ERR_STATE_STORE_NOT_FOUND
                        ERR_STATE_STORE_NOT_CONFIGURED ERR_PUBSUB_NOT_FOUND ERR_PUBSUB_NOT_CONFIGURED
                        """)));
    }

    private static List<Rule> defects() {
        return List.of(
                auto(
                        "panic.timeout",
                        TIMEOUT,
                        PANIC,
                        PANICS.and(says("timed out | unambiguous timeout | ambiguous timeout"))),
                auto(
                        "panic.connection",
                        NETWORK,
                        PANIC,
                        PANICS.and(says("connection refused | connection reset | broken pipe | no route to host"))),
                afterFix(
                        "call.own-deadlock",
                        LOGIC_ERROR,
                        "FoundationDB error codes: 2025, 2026; .NET and libuv: a thread that waits for itself",
                        says("deadlock in a callback | would deadlock | blocked .. in a callback | self-deadlock")),
                afterFix(
                        "call.after-close",
                        LOGIC_ERROR,
                        "sqlx PoolClosed, node-postgres, ioredis: the program closed its own pool",
                        says(
                                "on a closed pool | after calling end on the pool | pool has been closed | pool was closed")),
                afterFix(
                        "call.wrong-thread",
                        LOGIC_ERROR,
                        "Android, Swing, Windows Forms: what belongs to one thread was used in another",
                        says("""
                        must execute in ui | must be called from the main thread | must be called on the main thread
                        must be called from the ui thread | original thread that created a view | cross-thread operation not valid
                        must be called from the event thread | not on the main thread | not on fx application thread
                        """)),
                afterFix(
                        "call.released-twice",
                        LOGIC_ERROR,
                        "pg-pool, generic-pool: a connection was given back twice",
                        says(
                                "has already been released to the pool | already been released | released more than once")),
                afterFix(
                        "assert.hit",
                        LOGIC_ERROR,
                        "C, assert.h; the same in languages and products that have macros of that kind",
                        says("assert condition | assert expression | assertion expression")));
    }

    private static List<Rule> passing() {
        return List.of(
                never(
                        "bookkeeper.fenced",
                        CONCURRENCY_CONFLICT,
                        "Apache BookKeeper, BKException: another writer has taken the ledger over",
                        nameEnds("LedgerFencedException").or(says("ledger has been fenced"))),
                auto(
                        "mongo.pool-cleared",
                        SERVICE_UNAVAILABLE,
                        "MongoDB, Connection Monitoring and Pooling: cleared because the server had failed, retryable",
                        named("MongoConnectionPoolClearedException PoolClearedError MongoPoolClearedError")
                                .or(says("is paused because another operation failed"))),
                auto(
                        "galera.not-ready",
                        SERVICE_UNAVAILABLE,
                        "Galera Cluster: error 1047, the node is not in sync",
                        says("wsrep has not yet prepared node")),
                auto(
                        "tarantool.read-only",
                        SERVICE_UNAVAILABLE,
                        "Tarantool ER_READONLY: the instance is a replica, or not yet the leader",
                        says("modify data on a read-only instance")),
                auto(
                        "amqp.heartbeat",
                        NETWORK,
                        "AMQP 0-9-1, heartbeats: the other side has not been heard for two intervals",
                        named("MissedHeartbeatException").or(says("heartbeat missing with heartbeat"))),
                auto(
                        "ldap.notice",
                        NETWORK,
                        "RFC 4511 section 4.4.1: notice of disconnection",
                        says("session terminated by server | session terminated by the server")),
                unknown(
                        "gpu.untold",
                        "NCCL: ncclUnhandledCudaError, the cause stands in the log of the library",
                        named("ncclUnhandledCudaError").or(says("unhandled cuda error"))));
    }
}
