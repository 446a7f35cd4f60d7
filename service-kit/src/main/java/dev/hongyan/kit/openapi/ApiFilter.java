package dev.hongyan.kit.openapi;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.FieldInfo;
import org.jboss.jandex.IndexView;
import org.jspecify.annotations.Nullable;

/// Completes the description by what holds for every call, so that nobody has to write it down: the members of an
/// answer are always there, and null only where the record says `@Nullable`; all times look alike; every refusal is a
/// problem, and some refusals may meet any call.
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class ApiFilter implements OASFilter {
    private static final String PROBLEM = "Problem";
    private static final String TIME = "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$";
    private static final List<String> OF_ANY_CALL = List.of("400", "406", "429", "503", "504");
    private static final List<String> OF_BODIES = List.of("413", "415");

    private final IndexView classes;
    private final Set<String> asked = new HashSet<>();

    public ApiFilter(IndexView classes) {
        this.classes = classes;
    }

    @Override
    public void filterOpenAPI(OpenAPI document) {
        List<Map.Entry<String, Operation>> calls = document.getPaths().getPathItems().entrySet().stream()
                .flatMap(path -> path.getValue().getOperations().values().stream()
                        .map(operation -> Map.entry(path.getKey(), operation)))
                .toList();
        Map<String, Schema> schemas = document.getComponents().getSchemas();
        calls.stream()
                .map(call -> call.getValue().getRequestBody())
                .filter(body -> body != null && body.getContent() != null)
                .forEach(body -> body.getContent().getMediaTypes().values().stream()
                        .filter(type -> type.getSchema() != null)
                        .forEach(type -> noteAsked(type.getSchema(), schemas)));
        schemas.forEach(this::complete);
        Schema time = schemas.get("Instant");
        if (time != null) {
            time.pattern(TIME).setExamples(List.of("2026-11-20T11:32:00.123Z"));
        }
        document.getComponents().addSchema(PROBLEM, problem());
        document.getComponents()
                .addResponse(
                        PROBLEM,
                        OASFactory.createAPIResponse()
                                .description("Refused; the type says why")
                                .content(problemContent()));
        calls.forEach(call -> addRefusals(call.getKey(), call.getValue()));
    }

    /// What comes in a body may lack members; whether it may is said by the record itself.
    private void noteAsked(Schema schema, Map<String, Schema> schemas) {
        if (schema.getRef() != null) {
            String name = schema.getRef().substring(schema.getRef().lastIndexOf('/') + 1);
            Schema named = schemas.get(name);
            if (named != null && asked.add(name)) {
                noteAsked(named, schemas);
            }
        }
        if (schema.getProperties() != null) {
            schema.getProperties().values().forEach(property -> noteAsked(property, schemas));
        }
        if (schema.getItems() != null) {
            noteAsked(schema.getItems(), schemas);
        }
        if (schema.getAnyOf() != null) {
            schema.getAnyOf().forEach(choice -> noteAsked(choice, schemas));
        }
    }

    private void complete(String name, Schema schema) {
        Map<String, Schema> properties = schema.getProperties();
        if (properties == null) {
            return;
        }
        classes.getKnownClasses().stream()
                .filter(ClassInfo::isRecord)
                .filter(each -> isCalled(each, name) && members(each).equals(properties.keySet()))
                .findFirst()
                .ifPresent(found -> found.recordComponentsInDeclarationOrder()
                        .forEach(component -> complete(name, schema, found.field(component.name()))));
    }

    private void complete(String name, Schema schema, FieldInfo field) {
        String member = member(field);
        Schema property = schema.getProperties().get(member);
        boolean required = schema.getRequired() != null && schema.getRequired().contains(member);
        if (property == null || required) {
            return;
        }
        boolean nullable = field.type().hasAnnotation(org.jboss.jandex.DotName.createSimple(Nullable.class));
        boolean always = !field.hasAnnotation(JsonInclude.class);
        if (nullable && always) {
            schema.addProperty(member, orNull(property));
        }
        if (always && (!nullable || !asked.contains(name))) {
            schema.addRequired(member);
        }
    }

    private static boolean isCalled(ClassInfo record, String name) {
        AnnotationInstance described =
                record.declaredAnnotation(org.eclipse.microprofile.openapi.annotations.media.Schema.class);
        boolean renamed = described != null && described.value("name") != null;
        return (renamed ? described.value("name").asString() : record.simpleName()).equals(name);
    }

    /// Several records may have the same simple name; their members tell them apart.
    private static Set<String> members(ClassInfo record) {
        return record.recordComponentsInDeclarationOrder().stream()
                .map(component -> record.field(component.name()))
                .map(ApiFilter::member)
                .collect(Collectors.toSet());
    }

    private static String member(FieldInfo field) {
        AnnotationInstance named = field.annotation(JsonProperty.class);
        return named == null || named.value() == null
                ? field.name()
                : named.value().asString();
    }

    private static Schema orNull(Schema schema) {
        Schema nothing = OASFactory.createSchema().addType(Schema.SchemaType.NULL);
        if (schema.getRef() != null) {
            return OASFactory.createSchema().addAnyOf(schema).addAnyOf(nothing);
        }
        return schema.addType(Schema.SchemaType.NULL);
    }

    private static void addRefusals(String path, Operation call) {
        APIResponses responses = call.getResponses();
        responses.getAPIResponses().forEach((status, response) -> {
            if (status.compareTo("400") >= 0) {
                response.setContent(problemContent());
            }
        });
        add(responses, OF_ANY_CALL);
        add(responses, call.getRequestBody() == null ? List.of() : OF_BODIES);
        add(responses, path.contains("{") ? List.of("404") : List.of());
    }

    private static void add(APIResponses responses, List<String> statuses) {
        for (String status : statuses) {
            if (responses.getAPIResponse(status) == null) {
                APIResponse problem = OASFactory.createAPIResponse().ref(PROBLEM);
                responses.addAPIResponse(status, problem);
            }
        }
    }

    private static Content problemContent() {
        Schema reference = OASFactory.createSchema().ref(PROBLEM);
        return OASFactory.createContent()
                .addMediaType(
                        "application/problem+json", OASFactory.createMediaType().schema(reference));
    }

    private static Schema problem() {
        Schema violation =
                object("field", text()).addProperty("message", text()).required(List.of("field", "message"));
        return object("type", text())
                .description("RFC 9457, in the caller's language")
                .addProperty("title", text())
                .addProperty("status", OASFactory.createSchema().addType(Schema.SchemaType.INTEGER))
                .addProperty("detail", text())
                .addProperty("instance", text())
                .addProperty("retryable", OASFactory.createSchema().addType(Schema.SchemaType.BOOLEAN))
                .addProperty(
                        "violations",
                        OASFactory.createSchema()
                                .addType(Schema.SchemaType.ARRAY)
                                .items(violation))
                .addProperty("until", text().format("date-time").description("with `muted`: when one may write again"))
                .addProperty("traceId", text().description("names the request in the logs"))
                .required(List.of("type", "title", "status", "detail", "retryable"));
    }

    private static Schema object(String name, Schema property) {
        return OASFactory.createSchema().addType(Schema.SchemaType.OBJECT).addProperty(name, property);
    }

    private static Schema text() {
        return OASFactory.createSchema().addType(Schema.SchemaType.STRING);
    }
}
