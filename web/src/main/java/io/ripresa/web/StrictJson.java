package io.ripresa.web;

import java.io.IOException;
import java.io.OutputStream;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The JSON of this API: unknown fields, doubled fields and trailing text are errors. Thread-safe. */
final class StrictJson {

    static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private StrictJson() {}

    static void write(Object value, OutputStream out) throws IOException {
        out.write(MAPPER.writeValueAsBytes(value));
    }

    static String text(Object value) {
        return MAPPER.writeValueAsString(value);
    }
}
