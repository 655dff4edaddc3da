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
import static io.ripresa.model.Category.RATE_LIMIT;
import static io.ripresa.model.Category.RESOURCE_EXHAUSTED;
import static io.ripresa.model.Category.SERVICE_UNAVAILABLE;

import java.util.List;

/** The messages of Kafka's protocol errors, as clients of every language repeat them, and whether they are retriable. */
final class KafkaTextRules {

    private static final String RETRIABLE = "Apache Kafka protocol, error codes: message, retriable: true";
    private static final String FINAL = "Apache Kafka protocol, error codes: message, retriable: false";

    private KafkaTextRules() {}

    static List<Rule> all() {
        return List.of(
                auto("kafka-text.service", SERVICE_UNAVAILABLE, RETRIABLE, says("""
                        server does not host this topic-partition | for requests intended only for the leader | broker is not the current leader
                        controller moved to another broker | not the correct controller | disk error when trying to access log file
                        listener on the leader broker | leader epoch in the request is | leader high watermark has not caught up
                        fetch session id was not found | fetch session epoch is invalid | preferred leader was not available
                        eligible topic partition leaders are not available | broker epoch has changed | broker replica not available
                        broker not controller for cluster | broker unknown topic or partition | insufficient number of in-sync replicas
                        replica is not available for the requested | server does not host this topic id
                        """)),
                auto(
                        "kafka-text.conflict",
                        CONCURRENCY_CONFLICT,
                        RETRIABLE,
                        says("""
                        another concurrent operation on the same transaction | unstable offsets that need to be cleared | partition reassignment is in progress
                        """).and(says("no partition reassignment").negate())),
                auto("kafka-text.throttled", RATE_LIMIT, RETRIABLE, says("throttling quota has been exceeded")),
                never("kafka-text.fenced", CONCURRENCY_CONFLICT, FINAL, says("""
                        with an old epoch | out of order sequence number | duplicate sequence number | newer producer with the same transactionalid
                        producer id which is not currently assigned | producer id which is currently not assigned | sending a writetxnmarker
                        rejected this static consumer | member epoch is fenced | needs to have a valid member id | member epoch is stale
                        """)),
                never("kafka-text.data", DATA_CORRUPTION, FINAL, says("""
                        requested offset is not within the range of offsets | batch larger than the configured segment size
                        batch larger than configured server segment size | record has failed the validation on broker
                        offset metadata string too large | commit offset data size is not valid | offset data size is not valid
                        requested fetch size is invalid | invalid message size
                        """)),
                afterFix("kafka-text.config", CONFIGURATION, FINAL, says("""
                        configured groupid is invalid | session timeout is not within the range | number of partitions is below
                        replication factor is below 1 or larger | do not satisfy the configured policy | transaction timeout is larger than the maximum
                        security features are disabled | log directory is not found in the broker config | topic deletion is disabled
                        supported protocols are incompatible with those | inconsistent group protocol | does not support the requested sasl mechanism
                        request not valid in current sasl state | not valid given the current sasl state | leader election not needed
                        no partition reassignment is in progress | the group is not empty | the group id does not exist | group is not empty
                        forbidden while the consumer group is actively subscribed | invalid session timeout | invalid number of partitions
                        """)),
                afterFix(
                        "kafka-text.auth",
                        AUTH,
                        FINAL,
                        says(
                                "delegation token is not found | is not valid owner/renewer | delegation token is expired")),
                afterFix(
                        "kafka-text.state",
                        LOGIC_ERROR,
                        FINAL,
                        says(
                                "transactional operation in an invalid state | request being malformed by the client library")),
                afterFix(
                        "kafka-text.group-full",
                        RESOURCE_EXHAUSTED,
                        FINAL,
                        says("consumer group has reached its max")));
    }
}
