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
import static io.ripresa.model.Category.RATE_LIMIT;
import static io.ripresa.model.Category.RESOURCE_EXHAUSTED;
import static io.ripresa.model.Category.SERVICE_UNAVAILABLE;

import java.util.List;

/** Brokers by their own error tables: ledgers, topics and queues that are fenced, moved, full or used wrongly. */
final class BrokerTableRules {

    private static final String LEDGER = "Apache BookKeeper: BKException.Code";
    private static final String PULSAR = "Apache Pulsar: PulsarClientException, ServerError";
    private static final String ROCKET = "Apache RocketMQ: ResponseCode";
    private static final String NATS = "NATS server: errors.json; JetStream status messages";
    private static final String JMS = "Jakarta Messaging, ActiveMQ: exception types";
    private static final String KAFKA = "Apache Kafka: org.apache.kafka.common.errors, Streams errors";
    private static final String RABBIT = "RabbitMQ: reply texts and client exceptions";

    private BrokerTableRules() {}

    static List<Rule> texts() {
        return List.of(
                auto(
                        "bookies.bookies",
                        SERVICE_UNAVAILABLE,
                        LEDGER + ": -6, -8, -104",
                        named("""
                        BKNotEnoughBookiesException BKBookieHandleNotAvailableException BKWriteOnReadOnlyBookieException
                        """).or(says("""
                        not enough non-faulty bookies available | bookie handle is not available | attempting to write on readonly bookie
                        """))),
                auto(
                        "bookies.store",
                        SERVICE_UNAVAILABLE,
                        LEDGER + ": -1, -9, -10, -12, -18, a bookie's own error",
                        named("""
                        BKLedgerRecoveryException BKWriteException BKReadException
                        """).or(says("""
                        error while using zookeeper | error while using metastore | error while recovering ledger | write failed on bookie
                        error while reading ledger | failed to create bookie s metadata
                        """))),
                afterFix(
                        "bookies.closed",
                        CONCURRENCY_CONFLICT,
                        LEDGER + ": -11, -103, the ledger was closed by another or by the writer",
                        named("BKLedgerClosedException BKUnclosedFragmentException")
                                .or(says("attempt to write to a closed ledger"))),
                never("bookies.exists", DATA_CORRUPTION, LEDGER + ": -20", named("BKLedgerExistException")),
                afterFix(
                        "bookies.cookie",
                        CONFIGURATION,
                        "Apache BookKeeper: BookieException",
                        named("DiskPartitionDuplicationException InvalidCookieException")),
                auto(
                        "pulsar.coordinator",
                        SERVICE_UNAVAILABLE,
                        PULSAR + ": the coordinator is being loaded elsewhere",
                        named(
                                        "MetaStoreHandlerNotExistsException SubscriptionFencedException TransactionCoordinatorNotFound")
                                .or(says("transaction coordinator with id # not found"))),
                afterFix(
                        "pulsar.limits",
                        RESOURCE_EXHAUSTED,
                        PULSAR + ": maxProducersPerTopic, maxConsumersPerTopic, maxTopicsPerNamespace",
                        says("""
                        reached max consumers limit | reached max producers limit | reached max subscriptions limit | exceed maximum number of topics in namespace
                        exceed the maximum number of topics
                        """)),
                afterFix("pulsar.transaction", LOGIC_ERROR, PULSAR, named("InvalidTxnStatusException")),
                afterFix(
                        "pulsar.keys",
                        AUTH,
                        PULSAR,
                        named("org.apache.pulsar.client.api.PulsarClientException$CryptoException")),
                afterFix("pulsar.names", CONFIGURATION, PULSAR, named("InvalidTopicNameException")),
                auto(
                        "rocket.flow",
                        RATE_LIMIT,
                        ROCKET + ": 215 and the client's own permits",
                        says(
                                "code 215 desc | invokeasyncimpl tryacquire semaphore timeout | invokeonewayimpl tryacquire semaphore timeout")),
                auto(
                        "rocket.broker",
                        SERVICE_UNAVAILABLE,
                        ROCKET + ": 11, and a broker that its name server has dropped",
                        says("code 11 desc slave not available")
                                .or(named("MQClientException")
                                        .and(says("^ the broker * not exist | ^ the broker .. not exist $")))),
                afterFix("rocket.denied", AUTH, ROCKET + ": 16", says("code 16 desc | sending message is forbidden")),
                afterFix("rocket.queue", CONFIGURATION, ROCKET, says("can not find message queue for this topic")),
                afterFix(
                        "nats.no-account",
                        CONFIGURATION,
                        NATS + ": 10035, a 503 that only an operator ends",
                        named("JetStreamApiException JetStreamApiError ServiceUnavailableError APIError")
                                .and(says("account not found"))),
                never("nats.expected", CONCURRENCY_CONFLICT, NATS + ": 10060, 10063, 10070, 10071", says("""
                        expected stream sequence does not match | expected stream does not match | wrong last sequence | wrong last msg id
                        """)),
                auto(
                        "nats.stream-full",
                        RESOURCE_EXHAUSTED,
                        NATS + ": 10077, a full stream with discard policy new, which consumers drain",
                        says("maximum messages exceeded | maximum bytes exceeded")),
                afterFix(
                        "nats.per-subject",
                        RESOURCE_EXHAUSTED,
                        NATS + ": 10077, a limit of each subject",
                        says("maximum messages per subject exceeded")),
                afterFix(
                        "nats.missing",
                        CONFIGURATION,
                        NATS + ": 10014, 10059, 10065",
                        named("JetStreamApiException")
                                .and(
                                        says(
                                                "stream not found | consumer not found | subjects overlap with an existing stream"))
                                .or(named("JetStreamStatusException").and(says("409 consumer deleted")))),
                auto("nats.leader", SERVICE_UNAVAILABLE, NATS, says("409 leadership change | 409 server shutdown")),
                afterFix(
                        "nats.pull",
                        LOGIC_ERROR,
                        NATS,
                        says("409 exceeded maxrequestbatch | 409 exceeded maxrequestexpires")),
                afterFix(
                        "jms.closed",
                        LOGIC_ERROR,
                        JMS + ": thrown after the client's own close",
                        named(
                                "org.apache.activemq.ConnectionClosedException org.apache.activemq.AlreadyClosedException")),
                afterFix(
                        "jms.misuse",
                        LOGIC_ERROR,
                        JMS,
                        named("""
                        javax.jms.TransactionInProgressException jakarta.jms.TransactionInProgressException MessageNotWriteableException
                        MessageNotReadableException
                        """).or(says("temporary destination from another connection"))),
                auto(
                        "jms.failover",
                        CONCURRENCY_CONFLICT,
                        JMS + ": the transaction was rolled back",
                        says("transaction completion in doubt due to failover")),
                auto(
                        "kafka.rebootstrap",
                        SERVICE_UNAVAILABLE,
                        KAFKA,
                        named(
                                "RebootstrapRequiredException REBOOTSTRAP_REQUIRED org.apache.kafka.streams.errors.BrokerNotFoundException")),
                auto(
                        "kafka.buffer",
                        RESOURCE_EXHAUSTED,
                        KAFKA + ": BufferExhaustedException, delivery makes room",
                        says("failed to allocate .. within the configured max blocking time")),
                afterFix("kafka.tokens-off", CONFIGURATION, KAFKA, named("""
                        DelegationTokenDisabledException org.apache.kafka.common.errors.InvalidRegistrationException InvalidVoterKeyException
                        MissingInternalTopicsException
                        """)),
                afterFix("kafka.streams-state", LOGIC_ERROR, KAFKA, named("""
                        StreamsNotStartedException StateStoreNotAvailableException
                        """)),
                never(
                        "kafka.state-epoch",
                        CONCURRENCY_CONFLICT,
                        KAFKA,
                        named("FencedStateEpochException IneligibleReplicaException")),
                afterFix(
                        "registry.read-only",
                        CONFIGURATION,
                        "Confluent Schema Registry API: 42205, 40404",
                        says(
                                "error code 42205 | error_code 42205 | is in read-only mode error code | error code 40404 | was soft deleted.set permanent")),
                auto(
                        "rabbit.node-slots",
                        RESOURCE_EXHAUSTED,
                        RABBIT + ": connections of a node are shared",
                        says("node connection limit .. is reached")),
                afterFix(
                        "rabbit.frames",
                        LOGIC_ERROR,
                        RABBIT,
                        named("com.rabbitmq.client.UnexpectedMethodError com.rabbitmq.client.UnknownClassOrMethodId")),
                afterFix("rabbit.path", CONFIGURATION, RABBIT + ": 402", says("reply-code 402")),
                afterFix(
                        "solace.names",
                        CONFIGURATION,
                        "Solace: error subcodes of a 503 that only an operator ends",
                        named("JCSMPErrorResponseException").and(says("unknown queue | unknown topic endpoint"))),
                auto(
                        "solace.slots",
                        RESOURCE_EXHAUSTED,
                        "Solace: connections are shared",
                        named("JCSMPErrorResponseException").and(says("maximum number of client connections"))));
    }
}
