package dev.hongyan.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.hongyan.contracts.message.MessagesAppended;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EventSchemaTest {
    private static final Path SCHEMAS = Path.of("src/main/resources/schemas");
    private static final boolean ACCEPT = Boolean.getBoolean("hongyan.contracts.accept");
    private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    static Stream<String> types() {
        return events().keySet().stream();
    }

    private static Map<String, Class<?>> events() {
        Map<String, Class<?>> events = new TreeMap<>(EventCodec.eventTypes());
        events.put(MessagesAppended.TYPE, MessagesAppended.class);
        return events;
    }

    @ParameterizedTest
    @MethodSource("types")
    void committedSchemaIsThatOfTheRecord(String type) throws IOException {
        Class<?> event = Objects.requireNonNull(events().get(type));
        Path file = SCHEMAS.resolve(context(event)).resolve(type + ".json");
        String generated = MAPPER.writeValueAsString(EventSchema.of(type, event)) + "\n";
        if (ACCEPT) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, generated);
        }
        assertThat(file).as("accept the change with ./hongyan contracts").exists();
        assertThat(Files.readString(file))
                .as("%s has changed; accept it with ./hongyan contracts and write it into contracts/CHANGELOG.md", type)
                .isEqualTo(generated);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void everyEventSurvivesTheWireAndFitsItsSchemaWithoutExtras(DomainEvent event) throws IOException {
        String type = EventCodec.typeOf(event.getClass());
        byte[] value = EventCodec.encode(event);
        assertThat(EventCodec.decode(type, value)).isEqualTo(event);

        String schema =
                Files.readString(SCHEMAS.resolve(context(event.getClass())).resolve(type + ".json"));
        var errors = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(schema, InputFormat.JSON)
                .validate(new String(value, StandardCharsets.UTF_8), InputFormat.JSON);
        assertThat(errors).isEmpty();
        JsonNode properties = MAPPER.readTree(schema).path("properties");
        assertThat(names(MAPPER.readTree(value))).isEqualTo(names(properties));
    }

    static List<DomainEvent> samples() {
        List<DomainEvent> samples = new ArrayList<>();
        for (Class<? extends DomainEvent> type : EventCodec.eventTypes().values()) {
            samples.add(SampleEvents.of(type));
        }
        return samples;
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static String context(Class<?> event) {
        String name = event.getPackageName();
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
