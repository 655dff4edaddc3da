package io.ripresa.spring;

import io.ripresa.model.FailureReport;
import io.ripresa.worker.RunFailedException;
import io.ripresa.worker.TaskContext;
import io.ripresa.worker.TaskHandler;
import io.ripresa.worker.TaskType;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.client.RestClientResponseException;

/**
 * A handler whose calls by {@code RestClient} and {@code RestTemplate} leave their evidence in its failures: the status,
 * {@code Retry-After}, and whom it had called. The exception's text alone has none of the last two.
 *
 * @param handler does the work
 */
record RestEvidence(TaskHandler handler) implements TaskHandler {

    @Override
    public void run(TaskContext context) throws Exception {
        CallsOfRun calls = CallsOfRun.begin();
        try {
            handler.run(context);
        } catch (RunFailedException e) {
            throw e; // says itself what there is to say
        } catch (Exception e) {
            RestClientResponseException answer = answerIn(e);
            if (answer == null) {
                throw e;
            }
            throw new RunFailedException(report(e, answer, calls), e);
        } finally {
            CallsOfRun.end();
        }
    }

    @Override
    public TaskType inspect(TaskType declared, String payload) {
        return handler.inspect(declared, payload);
    }

    private static @Nullable RestClientResponseException answerIn(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < 20; depth++) {
            if (cause instanceof RestClientResponseException answer) {
                return answer;
            }
            cause = cause.getCause();
        }
        return null;
    }

    private static FailureReport report(Throwable failure, RestClientResponseException answer, CallsOfRun calls) {
        FailureReport plain = FailureReport.of(failure);
        Map<String, String> attributes = new TreeMap<>(plain.attributes());
        HttpHeaders headers = answer.getResponseHeaders();
        put(attributes, FailureReport.RETRY_AFTER, headers == null ? null : headers.getFirst(HttpHeaders.RETRY_AFTER));
        put(attributes, FailureReport.TARGET, calls.target());
        put(attributes, FailureReport.METHOD, calls.method());
        return new FailureReport(
                plain.type(),
                plain.message(),
                plain.stack(),
                plain.causes(),
                answer.getStatusCode().value(),
                plain.sqlState(),
                attributes);
    }

    private static void put(Map<String, String> attributes, String name, @Nullable String value) {
        if (value != null) {
            attributes.put(name, value);
        }
    }
}
