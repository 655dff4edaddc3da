package io.ripresa.web;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * One task, or a list of them.
 *
 * @param tasks the tasks
 * @param list whether they came as a list, and are to be answered as one
 */
@JsonDeserialize(using = TaskRequests.Reader.class)
public record TaskRequests(List<TaskRequest> tasks, boolean list) {

    public TaskRequests {
        tasks = List.copyOf(tasks);
    }

    static final class Reader extends ValueDeserializer<TaskRequests> {
        @Override
        public TaskRequests deserialize(JsonParser parser, DeserializationContext context) {
            if (parser.currentToken() != JsonToken.START_ARRAY) {
                return new TaskRequests(List.of(context.readValue(parser, TaskRequest.class)), false);
            }
            List<TaskRequest> tasks = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                tasks.add(element(parser, context, tasks.size()));
            }
            return new TaskRequests(tasks, true);
        }

        private static TaskRequest element(JsonParser parser, DeserializationContext context, int index) {
            try {
                return context.readValue(parser, TaskRequest.class);
            } catch (DatabindException e) {
                throw e.prependPath(List.of(), index);
            }
        }
    }
}
