package io.ripresa.analyze;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.model.Category;
import io.ripresa.model.FailureReport;
import io.ripresa.model.Recoverability;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The class of an error says that a connection failed; the text says why it will fail again. */
class PlainWordRulesTest {

    private static final FailureClassifier CLASSIFIER = new FailureClassifier(RuleSet.builtIn(), Precedents.none());

    /** What drivers and clients throw when none of their servers would have them. */
    private static final List<String> CLASSES = List.of(
            "pymongo.errors.ServerSelectionTimeoutError",
            "pymongo.errors.AutoReconnect",
            "com.mongodb.MongoTimeoutException",
            "com.datastax.oss.driver.api.core.AllNodesFailedException",
            "org.apache.kafka.common.errors.DisconnectException",
            "org.apache.kafka.connect.errors.RetriableException",
            "org.apache.zookeeper.KeeperException$ConnectionLossException",
            "java.net.ConnectException",
            "java.sql.SQLTransientConnectionException",
            "com.mysql.jdbc.exceptions.jdbc4.MySQLNonTransientConnectionException",
            "org.hibernate.exception.JDBCConnectionException",
            "javax.naming.CommunicationException",
            "redis.exceptions.ConnectionError",
            "RabbitMQ.Client.Exceptions.BrokerUnreachableException",
            "google.api_core.exceptions.ServiceUnavailable",
            "feign.RetryableException");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SASL authentication failed | AUTH",
                "FATAL: no pg_hba.conf entry for host 10.0.0.1 | AUTH",
                "WRONGPASS invalid username-password pair or user is disabled. | AUTH",
                "not authorized on admin to execute command | AUTH",
                "ACCESS_REFUSED - Login was refused using authentication mechanism PLAIN | AUTH",
                "The security token included in the request is expired | AUTH",
                "Request had insufficient authentication scopes. | AUTH",
                "Could not resolve placeholder 'db.url' in value | CONFIGURATION",
                "no protocol: www.example.com/path | CONFIGURATION",
                "duplicate key value violates unique constraint orders_pk | DATA_CORRUPTION",
                "value too long for type character varying(10) | DATA_CORRUPTION",
                "Cannot read properties of undefined (reading id) | LOGIC_ERROR"
            })
    void theTextDecides(String text, Category category) {
        for (String type : CLASSES) {
            Classification said =
                    CLASSIFIER.classify(new FailureReport(type, text, List.of(), List.of(), null, null, Map.of()));

            assertThat(said.category()).as("%s: %s", type, said).isEqualTo(category);
            assertThat(said.recoverability()).as("%s: %s", type, said).isNotEqualTo(Recoverability.AUTO);
        }
    }
}
