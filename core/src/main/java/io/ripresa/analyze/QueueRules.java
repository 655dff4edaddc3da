package io.ripresa.analyze;

import static io.ripresa.analyze.Conditions.named;
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

/** What message brokers and their clients say, by their own tables of codes and texts. */
final class QueueRules {

    private static final String KAFKA = "kafka-clients, Kafka Streams and Connect: exception types and messages";
    private static final String RABBIT = "RabbitMQ server and pika: exception types and messages";
    private static final String JMS =
            "ActiveMQ, Artemis message codes, Jakarta Messaging: exception types and messages";
    private static final String ROCKET = "Apache RocketMQ: ResponseCode, client exceptions and messages";
    private static final String PULSAR = "Apache Pulsar: PulsarClientException types and messages";
    private static final String NATS = "NATS server: errors.json; nats.go and nats.py error texts";
    private static final String MQ = "IBM MQ: reason codes MQRC and messages AMQ";
    private static final String BUS = "Azure Service Bus and Event Hubs: failure reasons, AMQP error conditions";
    private static final String AWS = "Amazon SQS, SNS and Kinesis API references: errors";

    private QueueRules() {}

    static List<Rule> texts() {
        return List.of(
                auto("connect.rebalance", SERVICE_UNAVAILABLE, KAFKA, says("""
                        cannot complete request momentarily | cannot complete request because of a conflicting operation
                        rebalance was underway | worker rebalance in progress | request cannot be completed because a rebalance is expected
                        """)),
                afterFix("streams.topology", CONFIGURATION, KAFKA, says("""
                        invalid topology | source topics were missing | undefined offset with no reset policy | no reset policy for partitions
                        """)),
                auto("streams.store-moves", SERVICE_UNAVAILABLE, KAFKA, says("""
                        may have migrated to another instance | because the stream thread is | state store is not ready | store .. may have migrated
                        """)),
                never(
                        "streams.migrated",
                        CONCURRENCY_CONFLICT,
                        KAFKA + ": the thread must rejoin",
                        says("should be migrated | producer got fenced | consumer got kicked out")),
                auto(
                        "kafka.bootstrap",
                        NETWORK,
                        KAFKA + ": BootstrapResolutionException is retriable",
                        named("BootstrapResolutionException").or(says("failed to resolve bootstrap servers"))),
                afterFix("rabbit.limit", RESOURCE_EXHAUSTED, RABBIT, says("""
                        connection limit .. is reached | queue limit in vhost .. is reached | channels opened .. has reached | negotiated channel_max
                        user limit .. is reached
                        """)),
                afterFix("rabbit.vhost-denied", AUTH, RABBIT, says("access to vhost .. refused | refused for user")),
                auto("rabbit.blocked", RESOURCE_EXHAUSTED, RABBIT, says("blocked connection timeout")),
                auto("rabbit.heartbeat", NETWORK, RABBIT, says("""
                        missed heartbeats | missed too many heartbeats | missed server heartbeat | stream connection lost | missed heartbeats from client
                        """)),
                auto("jms.network", NETWORK, JMS, says("""
                        channel was inactive for too | transport failed .. due to | amq219016 | amq219008
                        """)),
                afterFix(
                        "jms.login",
                        AUTH,
                        JMS,
                        says("user name .. or password is invalid | this class is not trusted")),
                afterFix("jms.gone", CONFIGURATION, JMS, says("cannot publish to a deleted destination")),
                never(
                        "jms.client-id",
                        CONCURRENCY_CONFLICT,
                        JMS,
                        says("already connected from tcp | client id already in use")),
                auto(
                        "artemis.in-use",
                        CONCURRENCY_CONFLICT,
                        JMS + ": 229042, 219030",
                        says("amq229042 | amq219030 | rolled back on failover")),
                auto("artemis.wait", TIMEOUT, JMS + ": 219013", says("amq219013")),
                never("artemis.body", DATA_CORRUPTION, JMS + ": 219024 to 219029", says("""
                        amq219024 | amq219025 | amq219026 | amq219027 | amq219028 | amq229025
                        """)),
                afterFix("artemis.limit", RESOURCE_EXHAUSTED, JMS + ": 229110, 229111", says("""
                        amq229110 | amq229111 | too many sessions for user | too many queues created by user
                        """)),
                afterFix("artemis.closed", LOGIC_ERROR, JMS + ": 219017 to 219019", says("""
                        amq219017 | amq219018 | amq219019 | ^ the session is closed $ | ^ the consumer is closed $ | ^ the producer is closed $
                        """)),
                auto("rocket.busy", SERVICE_UNAVAILABLE, ROCKET + ": SYSTEM_BUSY, FLUSH_DISK_TIMEOUT", says("""
                        start flow control for a while | pcbusy_clean_queue | timeout_clean_queue | rejectrequest system busy | broker busy
                        service not available now | flush_disk_timeout | slave_not_available | flush_slave_timeout
                        """)),
                afterFix("rocket.config", CONFIGURATION, ROCKET, says("""
                        no route info of this topic | apply first please | subscription group .. not exist | no name server address
                        producergroup can not equal | consumergroup can not equal | sending message is forbidden | consumer group .. not online
                        """)),
                auto(
                        "rocket.network",
                        NETWORK,
                        ROCKET,
                        named("RemotingConnectException RemotingSendRequestException")
                                .or(says("connect to null failed | connect to .. # failed | send request to .. failed"))
                                .and(says("localhost | 127.0.0.1").negate())),
                auto(
                        "rocket.timeout",
                        TIMEOUT,
                        ROCKET,
                        says("wait response on the channel | senddefaultimpl call timeout")),
                never("rocket.data", DATA_CORRUPTION, ROCKET + ": MESSAGE_ILLEGAL", says("""
                        the message is illegal | message body size over max | message body is null | message body length is zero | message body is empty
                        the specified topic is longer than | topic .. contains illegal characters
                        """)),
                afterFix("rocket.misuse", LOGIC_ERROR, ROCKET, says("""
                        service state not ok | has been created before specify another name | message s topic not equal
                        """)),
                afterFix(
                        "rocket.auth",
                        AUTH,
                        ROCKET,
                        named("AclException").or(says("check signature failed for accesskey"))),
                afterFix("pulsar.closed", LOGIC_ERROR, PULSAR, says("""
                        producer already closed | consumer already closed | client already closed | topic was already terminated
                        """)),
                afterFix("pulsar.topics", RESOURCE_EXHAUSTED, PULSAR, says("exceeded maximum number of partitions")),
                afterFix("nats.config", CONFIGURATION, NATS, says("""
                        jetstream not enabled | jerr 10076 | nats no stream matches subject | nats stream not found | nats consumer not found | nats bucket not found
                        stream name already in use | nats jetstream not enabled
                        """)),
                afterFix("nats.limit", RESOURCE_EXHAUSTED, NATS, says("""
                        maximum consumers limit reached | maximum number of streams reached | insufficient storage resources | insufficient memory resources
                        nats maximum messages exceeded | nats maximum bytes exceeded | resource limits exceeded for account | nats maximum account
                        """)),
                auto(
                        "nats.full",
                        RESOURCE_EXHAUSTED,
                        NATS,
                        says("nats maximum connections exceeded | nats too many connections")),
                afterFix("nats.slow", RESOURCE_EXHAUSTED, NATS, says("nats slow consumer")),
                afterFix(
                        "nats.expired",
                        AUTH,
                        NATS,
                        says("authentication expired | nats authentication revoked | nats authorization timeout")),
                afterFix("nats.misuse", LOGIC_ERROR, NATS, says("""
                        nats invalid connection | message was already acknowledged | message is not bound to subscription | nats invalid subscription
                        nats illegal call | nats message does not have a reply
                        """)),
                auto("mq.wait-service", SERVICE_UNAVAILABLE, MQ, mqrc("""
                        mqrc_q_mgr_quiescing | mqrc_q_mgr_stopping | mqrc_q_mgr_not_available | mqrc_q_mgr_not_active | mqrc_connection_quiescing
                        mqrc_connection_stopping | mqrc_reconnect_failed | mqrc_reconnecting | mqrc_channel_not_available | mqrc_storage_medium_full
                        """)),
                auto("mq.broken", NETWORK, MQ, mqrc("""
                        mqrc_connection_broken | mqrc_connection_error | mqrc_host_not_available | amq9208e | amq9202e | amq9213e | amq9206e | amq9209e
                        """)),
                auto("mq.room", RESOURCE_EXHAUSTED, MQ, mqrc("""
                        mqrc_q_full | mqrc_storage_not_available | mqrc_resource_problem | mqrc_max_conns_limit_reached | mqrc_q_space_not_available
                        reason 2025
                        """)),
                auto("mq.in-use", CONCURRENCY_CONFLICT, MQ, mqrc("""
                        mqrc_object_in_use | reason 2042 | mqrc_backed_out | reason 2003 | mqrc_handle_in_use_for_uow
                        """)),
                afterFix("mq.set-up", CONFIGURATION, MQ, mqrc("""
                        mqrc_ssl_initialization_error | reason 2393 | mqrc_put_inhibited | mqrc_get_inhibited | mqrc_unknown_object_name | mqrc_unknown_channel_name
                        mqrc_q_mgr_name_error | mqrc_unknown_remote_q_mgr | mqrc_ssl_config_error | mqrc_channel_config_error | mqrc_unknown_alias_base_q
                        """)),
                afterFix("mq.denied", AUTH, MQ, mqrc("mqrc_not_authorized | mqrc_security_error")),
                afterFix("mq.misuse", LOGIC_ERROR, MQ, mqrc("""
                        mqrc_hobj_error | mqrc_hconn_error | mqrc_options_error | mqrc_not_open_for | mqrc_md_error | mqrc_od_error | mqrc_call_in_progress
                        """)),
                never("mq.message", DATA_CORRUPTION, MQ, mqrc("""
                        mqrc_format_error | mqrc_msg_too_big_for | mqrc_truncated_msg | mqrc_data_length_error | mqrc_buffer_length_error
                        """)),
                afterFix(
                        "bus.disabled",
                        CONFIGURATION,
                        BUS,
                        named("MessagingEntityDisabled MessagingEntityNotFound com.microsoft:entity-disabled")
                                .or(says("messaging entity is currently disabled | microsoft entity-disabled"))),
                never(
                        "bus.lock-lost",
                        CONCURRENCY_CONFLICT,
                        BUS,
                        named("MessageLockLost SessionLockLost")
                                .or(says("message-lock-lost | session-lock-lost | lock supplied is invalid"))),
                auto(
                        "bus.session-held",
                        CONCURRENCY_CONFLICT,
                        BUS,
                        named("SessionCannotBeLocked")
                                .or(says("session-cannot-be-locked | cannot be accepted it may be locked"))),
                afterFix("bus.full", RESOURCE_EXHAUSTED, BUS, says("""
                        maximum entity size has been reached | maximum number of allowed receivers | amqp resource-limit-exceeded
                        """)),
                auto("bus.idle", NETWORK, BUS, says("""
                        link detach-forced | amqp connection forced | idletimerexpired | is force detached
                        """)),
                auto(
                        "sqs.wait",
                        CONCURRENCY_CONFLICT,
                        AWS,
                        named("PurgeQueueInProgress QueueDeletedRecently")
                                .or(says("you must wait 60 seconds | is allowed every 60 seconds"))),
                auto("kms.rate", RATE_LIMIT, AWS, named("KMSThrottlingException")),
                afterFix("kms.subscription", AUTH, AWS, named("KMSOptInRequired OptInRequired")));
    }

    /** Types whose inner cause has its chance first. */
    static List<Rule> types() {
        return List.of(
                never(
                        "connect.data",
                        DATA_CORRUPTION,
                        KAFKA,
                        says("""
                        to kafka connect data failed | from kafka connect data | jsonconverter with schemas
                        failed to deserialize data for topic | error serializing avro | error deserializing json message
                        """)
                                .and(
                                        says("connection refused | timed out | 401 | unauthorized | certificate | unknownhost")
                                                .negate())),
                never(
                        "connect.data-type",
                        DATA_CORRUPTION,
                        KAFKA,
                        named("org.apache.kafka.connect.errors.DataException UnroutableError")),
                auto(
                        "streams.state",
                        SERVICE_UNAVAILABLE,
                        KAFKA,
                        named("InvalidStateStoreException StateStoreMigratedException")),
                auto("rabbit.nacked", SERVICE_UNAVAILABLE, RABBIT, named("NackError")),
                never("kafka.group-state", CONCURRENCY_CONFLICT, KAFKA, named("""
                        GroupNotEmptyException GroupSubscribedToTopicException DuplicateBrokerRegistrationException TaskMigratedException
                        """)),
                afterFix("kafka.group-size", RESOURCE_EXHAUSTED, KAFKA, named("GroupMaxSizeReachedException")),
                auto("kafka.registering", SERVICE_UNAVAILABLE, KAFKA, named("BrokerIdNotRegisteredException")),
                afterFix("kafka.set-up", CONFIGURATION, KAFKA, named("""
                        InconsistentClusterIdException TopicDeletionDisabledException UnknownSubscriptionIdException MissingSourceTopicException
                        NoOffsetForPartitionException TopologyException InvalidConfigException InvalidRegistrationException
                        """)),
                afterFix(
                        "jms.destination",
                        CONFIGURATION,
                        JMS,
                        named("InvalidDestinationException TopicDoesNotExistException")),
                afterFix("pulsar.terminated", LOGIC_ERROR, PULSAR, named("TopicTerminatedException")));
    }

    /** Names of reason codes, as a text has them or alone. */
    private static Condition mqrc(String phrases) {
        return says(phrases).or(named(phrases.replace('|', ' ').replace("reason", " ")));
    }
}
