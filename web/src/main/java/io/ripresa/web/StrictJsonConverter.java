package io.ripresa.web;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.http.MediaType;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;

/**
 * Reads and writes the types of this package alone, so that this API means the same whatever the application around it
 * has configured for its own JSON.
 */
final class StrictJsonConverter extends JacksonJsonHttpMessageConverter {

    StrictJsonConverter() {
        super(StrictJson.MAPPER);
        setSupportedMediaTypes(List.of(MediaType.APPLICATION_JSON, MediaType.APPLICATION_PROBLEM_JSON));
    }

    @Override
    public boolean canRead(ResolvableType type, @Nullable MediaType mediaType) {
        return isOurs(type.toClass()) && super.canRead(type, mediaType);
    }

    @Override
    public boolean canWrite(ResolvableType type, Class<?> valueClass, @Nullable MediaType mediaType) {
        return isOurs(valueClass) && super.canWrite(type, valueClass, mediaType);
    }

    @Override
    public boolean canRead(Class<?> type, @Nullable MediaType mediaType) {
        return isOurs(type) && super.canRead(type, mediaType);
    }

    @Override
    public boolean canWrite(Class<?> type, @Nullable MediaType mediaType) {
        return isOurs(type) && super.canWrite(type, mediaType);
    }

    private static boolean isOurs(Class<?> type) {
        return type.getPackageName().equals(StrictJsonConverter.class.getPackageName());
    }
}
