package dev.hongyan.kit.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.type.LogicalType;
import dev.hongyan.contracts.message.MessageContentReader;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;

/// The JSON of the public contract: a wrong type is never coerced, ids are canonical, times have milliseconds, and text
/// holds neither U+0000 nor half a surrogate pair.
@Singleton
public final class StrictJson implements ObjectMapperCustomizer {
    /// RFC 3339, UTC, always three digits of milliseconds.
    public static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private static final CoercionInputShape[] FOREIGN_TO_BOOLEAN = {
        CoercionInputShape.Float, CoercionInputShape.Integer, CoercionInputShape.String, CoercionInputShape.EmptyString
    };

    /// After the platform's own, whose form of a time would win otherwise: a whole second without milliseconds.
    @Override
    public int priority() {
        return MINIMUM_PRIORITY;
    }

    @Override
    public void customize(ObjectMapper mapper) {
        mapper.disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);
        mapper.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        mapper.disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT);
        mapper.enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);
        mapper.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
        mapper.enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS);
        mapper.configure(JsonParser.Feature.INCLUDE_SOURCE_IN_LOCATION, false);
        noCoercion(mapper);
        mapper.registerModule(new SimpleModule("hongyan-strict")
                .addDeserializer(String.class, new TextDeserializer())
                .addDeserializer(UUID.class, new IdDeserializer())
                .addSerializer(Instant.class, new InstantSerializer()));
    }

    @SuppressWarnings("deprecation") // the builder that replaces it is not what Quarkus hands out
    private static void noCoercion(ObjectMapper mapper) {
        mapper.configure(MapperFeature.ALLOW_COERCION_OF_SCALARS, false);
        for (CoercionInputShape shape : FOREIGN_TO_BOOLEAN) {
            mapper.coercionConfigFor(LogicalType.Boolean).setCoercion(shape, CoercionAction.Fail);
        }
        mapper.coercionConfigFor(LogicalType.Enum).setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail);
    }

    private static final class TextDeserializer extends StdScalarDeserializer<String> {
        private static final long serialVersionUID = 1L;

        TextDeserializer() {
            super(String.class);
        }

        @Override
        public String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (parser.currentToken() != JsonToken.VALUE_STRING) {
                throw MismatchedInputException.from(parser, String.class, "a string is needed");
            }
            String text = parser.getText();
            if (!MessageContentReader.isStorable(text)) {
                throw InvalidFormatException.from(parser, "text cannot be stored", "", String.class);
            }
            return text;
        }
    }

    private static final class IdDeserializer extends StdScalarDeserializer<UUID> {
        private static final long serialVersionUID = 1L;

        IdDeserializer() {
            super(UUID.class);
        }

        @Override
        public UUID deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            UUID id = parser.currentToken() == JsonToken.VALUE_STRING
                    ? MessageContentReader.canonicalUuid(parser.getText())
                    : null;
            if (id == null) {
                throw InvalidFormatException.from(parser, "an id is needed", "", UUID.class);
            }
            return id;
        }
    }

    private static final class InstantSerializer extends StdSerializer<Instant> {
        private static final long serialVersionUID = 1L;

        InstantSerializer() {
            super(Instant.class);
        }

        @Override
        public void serialize(Instant value, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeString(TIME.format(value));
        }
    }
}
