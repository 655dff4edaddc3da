package io.ripresa.analyze;

import static io.ripresa.analyze.Conditions.named;
import static io.ripresa.analyze.Conditions.says;
import static io.ripresa.analyze.Conditions.status;
import static io.ripresa.analyze.Rule.afterFix;
import static io.ripresa.analyze.Rule.auto;
import static io.ripresa.analyze.Rule.never;
import static io.ripresa.model.Category.AUTH;
import static io.ripresa.model.Category.CONCURRENCY_CONFLICT;
import static io.ripresa.model.Category.CONFIGURATION;
import static io.ripresa.model.Category.LOGIC_ERROR;
import static io.ripresa.model.Category.NETWORK;
import static io.ripresa.model.Category.RATE_LIMIT;
import static io.ripresa.model.Category.RESOURCE_EXHAUSTED;
import static io.ripresa.model.Category.SERVICE_UNAVAILABLE;
import static io.ripresa.model.Category.TIMEOUT;

import java.util.List;

/** Single messages of schedulers, brokers and their clients, and providers of models. */
final class CatalogueRules {

    private static final String KAFKA = "Kafka clients: log messages of NetworkClient and AbstractCoordinator";
    private static final String RABBIT = "RabbitMQ: reply texts of connection.close and channel.close";
    private static final String QUARTZ = "Quartz, Hangfire, Conductor: messages of their stores and workers";
    private static final String MODELS = "OpenRouter, Bedrock, Azure OpenAI, ElevenLabs: error messages";

    private CatalogueRules() {}

    static List<Rule> all() {
        return List.of(
                auto("kafka-log.disconnected", NETWORK, KAFKA, says("bootstrap broker .. disconnected")),
                auto("kafka-log.coordinator", SERVICE_UNAVAILABLE, KAFKA, says("""
                        marking the coordinator | coordinator .. dead for group | group coordinator .. is unavailable or invalid
                        """)),
                never(
                        "kafka-log.kicked-out",
                        CONCURRENCY_CONFLICT,
                        KAFKA,
                        says("consumer is not part of an active group | kicked out of the group")),
                afterFix(
                        "rabbit.user-gone",
                        AUTH,
                        RABBIT,
                        says("connection_forced user .. is deleted | connection_forced user .. deleted")),
                auto(
                        "rabbit.node-down",
                        SERVICE_UNAVAILABLE,
                        RABBIT,
                        says("nodedown | on node .. is down | queue is in minority")),
                auto("rabbit.in-use", CONCURRENCY_CONFLICT, RABBIT, says("in vhost .. in use")),
                afterFix(
                        "rabbit.mode",
                        LOGIC_ERROR,
                        RABBIT,
                        says("cannot switch from confirm to tx | cannot switch from tx to confirm")),
                afterFix("pg.hba-rejects", AUTH, "PostgreSQL pg_hba.conf: reject", says("pg_hba.conf rejects")),
                afterFix(
                        "quartz.tables",
                        CONFIGURATION,
                        QUARTZ,
                        says("no row exists in table | job instantiation failed")),
                auto("hangfire.lock", CONCURRENCY_CONFLICT, QUARTZ, says("could not place a lock on the resource")),
                auto(
                        "conductor.time",
                        TIMEOUT,
                        QUARTZ,
                        says(
                                "responsetimeoutseconds # exceeded | responsetimeoutseconds .. exceeded | timeoutseconds # exceeded")),
                auto(
                        "hystrix.queue",
                        RESOURCE_EXHAUSTED,
                        "Hystrix FailureType: REJECTED_THREAD_EXECUTION, REJECTED_SEMAPHORE_EXECUTION",
                        says("could not be queued for execution | could not acquire a semaphore for execution")),
                afterFix(
                        "flyway.script",
                        CONFIGURATION,
                        "Flyway: a migration that the database refuses",
                        named("FlywaySqlScriptException FlywayMigrateException")
                                .and(says("deadlock | lock wait | connection | timed out")
                                        .negate())),
                auto(
                        "limit.rate-by-name-of-quota",
                        RATE_LIMIT,
                        "Amazon Kinesis, DynamoDB: LimitExceededException for calls in a time",
                        named("LimitExceededException").and(says("rate exceeded"))),
                auto(
                        "dynamo.tables-at-once",
                        RESOURCE_EXHAUSTED,
                        "Amazon DynamoDB: control plane operations that run at the same time",
                        says("updated or deleted simultaneously | deleted simultaneously")),
                auto(
                        "s3.concurrent-rate",
                        RATE_LIMIT,
                        "Amazon S3: 503 Slow Down",
                        says("reduce your concurrent request rate")),
                afterFix(
                        "http.moved",
                        CONFIGURATION,
                        "RFC 9110 section 15.4: the address is another one",
                        status(301, 302, 307, 308).or(says("must be addressed using the specified endpoint"))),
                afterFix(
                        "model.unpaid",
                        RESOURCE_EXHAUSTED,
                        MODELS,
                        named("quota_exceeded")
                                .or(says("quota_exceeded"))
                                .and(status(401, 402))
                                .or(
                                        says(
                                                "in arrears | please recharge | top up your | credits remaining while | please top up"))),
                afterFix(
                        "model.not-offered",
                        CONFIGURATION,
                        MODELS,
                        says("no allowed providers | isn t supported on-demand | on-demand throughput isn t supported")
                                .or(named("not_found_error").and(says("model * | model claude")))),
                afterFix(
                        "model.not-allowed",
                        AUTH,
                        MODELS,
                        says(
                                "must be verified to | use case details have not been submitted | organization must be verified")),
                auto("model.stream-cut", NETWORK, MODELS, says("""
                        stream ended before | response ended without sending | stream closed before | stream ended without | ended without sending any chunks
                        """)));
    }
}
