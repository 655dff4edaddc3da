package io.ripresa.analyze;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.model.Category;
import io.ripresa.model.FailureReport;
import io.ripresa.model.Recoverability;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A word of a rule inside another word, or in another sense, decides nothing. */
@Tag("N9")
class KeywordMisfireTest {

    private static final FailureClassifier CLASSIFIER = FailureClassifier.builtIn();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "This is an important message about the order",
                "Set the field timeout before you save",
                "the field \"timeout\" has the value 30",
                "the connection timeout setting is 5 seconds",
                "Set the connection timeout",
                "standby for the failover drill",
                "resource not found",
                "404 resource",
                "The networking team was notified",
                "memory of the customer was refreshed",
                "connection type: fibre",
                "retry budget unchanged",
                "page 503 of 900",
                "order 429 shipped",
                "the limit of the series",
                "authored by J. Reset",
                "disk jockey booked",
                "locked in a good price",
                "pool table delivered",
                "quota of smiles",
                "import of 20 customers done",
                "lorem ipsum dolor sit amet",
                "",
            })
    void aWordAloneDecidesNothing(String message) {
        assertThat(CLASSIFIER.classify(FailureReport.of(null, message)))
                .extracting(Classification::category, Classification::recoverability)
                .containsExactly(Category.UNKNOWN, Recoverability.UNKNOWN);
    }

    @ParameterizedTest(name = "[{0}] {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "pydantic.ValidationError | 1 validation error: field timeout is required | DATA_CORRUPTION",
                "java.lang.IllegalArgumentException | connection timeout must be positive, network unchanged | LOGIC_ERROR",
                "jakarta.validation.ConstraintViolationException | memory: resource not found in important list | DATA_CORRUPTION",
                "java.lang.IllegalStateException | The configuration of the pool is sealed once started. | LOGIC_ERROR",
                "java.util.ConcurrentModificationException | | LOGIC_ERROR",
            })
    void theTypeDecidesWhateverWordsTheMessageHas(String type, String message, Category category) {
        FailureReport report = FailureReport.of(type, message == null ? "" : message);

        assertThat(CLASSIFIER.classify(report).category()).isEqualTo(category);
        assertThat(CLASSIFIER.classify(report).recoverability()).isNotEqualTo(Recoverability.AUTO);
    }
}
