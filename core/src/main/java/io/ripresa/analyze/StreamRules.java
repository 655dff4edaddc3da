package io.ripresa.analyze;

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

import java.util.List;

/** Clients of streams and brokers by the texts of their error tables, where no class of theirs is told. */
final class StreamRules {

    private static final String RDKAFKA = "librdkafka: rd_kafka_err2str; confluent-kafka clients";
    private static final String KAFKA =
            "Kafka protocol: error messages of org.apache.kafka.common.protocol.Errors; Sarama, KafkaJS";
    private static final String REGISTRY = "Confluent Schema Registry API: error codes";
    private static final String CDC = "Debezium, PostgreSQL and MySQL: a log that is gone";
    private static final String AMQP = "AMQP 0-9-1 section 1.2.1: reply codes of misuse";
    private static final String ARTEMIS = "Apache ActiveMQ Artemis: message codes AMQ21, AMQ22";
    private static final String NATS = "nats.go: error texts";

    private StreamRules() {}

    static List<Rule> all() {
        return List.of(
                auto("registry.schema-service", SERVICE_UNAVAILABLE, REGISTRY + ": 50001, 50003, 50004", says("""
                        error code 50001 | error code 50003 | error code 50004 | error_code 50001 | error_code 50003 | error_code 50004
                        error while forwarding register schema | forwarding .. request to the master | forwarding .. request to the leader
                        """)),
                auto(
                        "registry.schema-timeout",
                        TIMEOUT,
                        REGISTRY + ": 50002",
                        says("error code 50002 | error_code 50002")),
                never("registry.schema-refused", DATA_CORRUPTION, REGISTRY + ": 409, 42201", says("""
                        error code 42201 | error_code 42201 | schema being registered is incompatible | incompatible with an earlier schema
                        """)),
                afterFix("registry.schema-missing", CONFIGURATION, REGISTRY + ": 40401, 40402, 40403", says("""
                        error code 40401 | error code 40402 | error code 40403 | error_code 40401 | error_code 40402 | error_code 40403
                        """)),
                auto(
                        "rdkafka.network",
                        NETWORK,
                        RDKAFKA,
                        named("_TRANSPORT _ALL_BROKERS_DOWN _RESOLVE").or(says("""
                        local broker transport failure | local all broker connections are down | local host resolution failure
                        local communication failure with broker | brokers are down
                        """))),
                auto(
                        "rdkafka.timeout",
                        TIMEOUT,
                        RDKAFKA,
                        named("_MSG_TIMED_OUT _TIMED_OUT _TIMED_OUT_QUEUE").or(says("""
                        local message timed out | local timed out | local timed out in queue | broker request timed out
                        has passed since batch creation | has passed since last append | expiring # record
                        not present in metadata after | failed to update metadata after | failed to get offsets by times in
                        before the position for partition .. could be determined | before successfully committing offsets
                        request exceeded the user-specified time limit | timeout expired while
                        """))),
                auto(
                        "rdkafka.queue",
                        RESOURCE_EXHAUSTED,
                        RDKAFKA + ": delivery makes room",
                        named("_QUEUE_FULL")
                                .or(
                                        says(
                                                "local queue full | failed to allocate memory within the configured max blocking time"))),
                auto(
                        "kafka.text-service",
                        SERVICE_UNAVAILABLE,
                        KAFKA,
                        named("""
                        KafkaJSBrokerNotFound KafkaJSNoBrokers _WAIT_COORD LEADER_NOT_AVAILABLE NOT_LEADER_FOR_PARTITION
                        NOT_ENOUGH_REPLICAS COORDINATOR_NOT_AVAILABLE NOT_COORDINATOR _LEADER _ISR_INSUFF
                        """).or(says("""
                        not the leader for that topic | broker leader not available | broker not leader for partition | broker not enough in-sync replicas
                        fewer in-sync replicas than required | broker coordinator not available | broker not coordinator | coordinator is not available
                        coordinator is loading | coordinator load in progress | not the correct coordinator | in the middle of a leadership election
                        there is no leader for this topic | run out of available brokers | broker is not available | broker not available
                        local waiting for coordinator | isr count insufficient | node .. was not ready | no leader for this topic-partition
                        no longer a leader | offset commit failed with a retriable
                        """))),
                never(
                        "kafka.text-fenced",
                        CONCURRENCY_CONFLICT,
                        KAFKA + ": rejoin first",
                        named("REBALANCE_IN_PROGRESS ILLEGAL_GENERATION UNKNOWN_MEMBER_ID _FENCED")
                                .or(says("""
                        broker group rebalance in progress | group is rebalancing | broker unknown member | specified group generation id is not valid
                        coordinator is not aware of this member | the group has already rebalanced | newer producer with the same transactional
                        local this instance has been fenced | producer has been fenced
                        """))),
                afterFix(
                        "kafka.poll-interval",
                        CONFIGURATION,
                        KAFKA + ": max.poll.interval.ms, the consumer is too slow for its setting",
                        named("_MAX_POLL_EXCEEDED").or(says("""
                        application maximum poll interval | poll interval .. exceeded by | time between subsequent calls to poll was longer
                        """))),
                afterFix(
                        "kafka.text-auth",
                        AUTH,
                        KAFKA,
                        named("TOPIC_AUTHORIZATION_FAILED GROUP_AUTHORIZATION_FAILED SASL_AUTHENTICATION_FAILED")
                                .or(says("""
                        topic authorization failed | group authorization failed | cluster authorization failed | local authentication failure
                        not authorized to access this topic | not authorized to access group | not authorized to access topics | transactional id authorization failed
                        """))),
                afterFix(
                        "kafka.text-config",
                        CONFIGURATION,
                        KAFKA,
                        named("_INVALID_ARG _UNKNOWN_PARTITION INVALID_REPLICATION_FACTOR")
                                .or(says("""
                        local invalid argument or configuration | broker invalid replication factor | replication factor .. larger than available brokers
                        broker invalid topic | local unknown partition | unsupported compression | broker topic already exists | topic .. already exists
                        """))),
                never(
                        "kafka.text-data",
                        DATA_CORRUPTION,
                        KAFKA,
                        named("MSG_SIZE_TOO_LARGE OFFSET_OUT_OF_RANGE INVALID_MSG _BAD_MSG _VALUE_DESERIALIZATION")
                                .or(says("""
                        broker message size too large | broker offset out of range | message was too large server rejected | local bad message format
                        fetch position .. is out of range | offsets out of range with no configured reset
                        unknown magic byte | error deserializing avro | record is .. bytes when serialized which is larger
                        """))),
                afterFix(
                        "kafka.state",
                        LOGIC_ERROR,
                        RDKAFKA,
                        named("_STATE _DESTROY")
                                .or(
                                        says(
                                                "local erroneous state | producer closed while | consumer has already been closed | kafkaconsumer is not safe"))),
                afterFix("cdc.log-gone", CONFIGURATION, CDC, says("""
                        no longer available on the server | requested wal segment .. has already been removed | first log file name in binary log
                        could not find first log file | purged binary logs | connector .. needs a snapshot | reconfigure the connector
                        can no longer get changes from replication slot | resume point may no longer be in the oplog | resume of change stream was not possible
                        lsn .. not available | database history .. missing | db history topic .. missing | schema isn t known to this connector
                        """)),
                afterFix("amqp.misuse", LOGIC_ERROR, AMQP, says("""
                        reply-code 501 | reply-code 502 | reply-code 503 | reply-code 504 | reply-code 505 | reply-code 540
                        channel_error expected | syntax_error class | frame_error type
                        """)),
                never(
                        "amqp.too-large",
                        DATA_CORRUPTION,
                        "AMQP 0-9-1: 311 content-too-large",
                        says(
                                "reply-code 311 | message size .. is larger than configured max size | message size .. larger than max size")),
                afterFix("amqp.no-route", CONFIGURATION, "AMQP 0-9-1: 312 no-route", says("reply-code 312 | no_route")),
                auto(
                        "amqp.alarm",
                        RESOURCE_EXHAUSTED,
                        "RabbitMQ, Alarms: publishers are blocked until memory or disk is free again",
                        says("""
                        connection blocked low on memory | connection blocked low on disk | connection.blocked | low on memory alarm
                        memory resource limit alarm | disk resource limit alarm | free disk space alarm
                        """)),
                auto(
                        "artemis.full",
                        RESOURCE_EXHAUSTED,
                        ARTEMIS + ": 229102, 229119",
                        says("amq229102 | amq229119 | address .. is full")),
                auto(
                        "artemis.timeout",
                        TIMEOUT,
                        ARTEMIS + ": 219014",
                        says("amq219014 | amq119014 | amq229014 | waiting for response when sending packet")),
                auto(
                        "artemis.network",
                        NETWORK,
                        ARTEMIS + ": 219006, 219007, 219011",
                        says("amq219006 | amq219007 | amq219010 | amq219011 | amq119006 | amq119007 | amq119011")),
                afterFix(
                        "artemis.auth",
                        AUTH,
                        ARTEMIS + ": 229031, 229032",
                        says("amq229031 | amq229032 | amq119031 | amq119032 | unable to validate user")),
                afterFix("artemis.config", CONFIGURATION, ARTEMIS + ": 229017", says("amq229017 | amq119017")),
                auto("nats.timeout", TIMEOUT, NATS, says("nats timeout $ | nats slow")),
                auto(
                        "nats.network",
                        NETWORK,
                        NATS,
                        says(
                                "nats no servers available | nats stale connection | nats connection closed | nats connection disconnected")),
                afterFix(
                        "nats.auth",
                        AUTH,
                        NATS,
                        says(
                                "nats authorization violation | nats permissions violation | nats user authentication expired")),
                never("nats.data", DATA_CORRUPTION, NATS, says("nats maximum payload exceeded | nats invalid subject")),
                auto(
                        "mqtt.server",
                        SERVICE_UNAVAILABLE,
                        "MQTT 3.1.1 section 3.2.2.3, MQTT 5 section 4.13: 3, 0x88, 0x89",
                        says("""
                        connection refused server unavailable | connection refused broker unavailable | connack .. server unavailable | mqtt .. server busy
                        """)),
                auto(
                        "mqtt.quota",
                        RATE_LIMIT,
                        "MQTT 5: 0x96, 0x9F",
                        says("message rate too high | connection rate exceeded")),
                unknown(
                        "mq.linked",
                        "JMS, IBM MQ classes: the cause is in the linked exception",
                        says("use the linked exception to determine | see the linked exception | see linked exception")
                                .and(says("reason 2 | mqrc").negate())));
    }
}
