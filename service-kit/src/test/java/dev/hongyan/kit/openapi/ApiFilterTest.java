package dev.hongyan.kit.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.jboss.jandex.Index;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ApiFilterTest {
    static class Shown {
        record Page(List<String> items, @Nullable String next) {}
    }

    static class Hidden {
        record Page(List<String> events, @Nullable String next) {}
    }

    static List<List<Class<?>>> orders() {
        return List.of(List.of(Shown.Page.class, Hidden.Page.class), List.of(Hidden.Page.class, Shown.Page.class));
    }

    @ParameterizedTest
    @MethodSource("orders")
    void recordsOfTheSameNameAreToldApartByTheirMembers(List<Class<?>> known) throws IOException {
        Schema page = OASFactory.createSchema()
                .addProperty("items", OASFactory.createSchema().addType(Schema.SchemaType.ARRAY))
                .addProperty("next", OASFactory.createSchema().addType(Schema.SchemaType.STRING));
        OpenAPI document = OASFactory.createOpenAPI()
                .paths(OASFactory.createPaths())
                .components(OASFactory.createComponents().addSchema("Page", page));

        new ApiFilter(Index.of(known.toArray(Class<?>[]::new))).filterOpenAPI(document);

        assertThat(page.getRequired()).containsExactlyInAnyOrder("items", "next");
        assertThat(page.getProperties())
                .hasEntrySatisfying("next", next -> assertThat(next.getType()).contains(Schema.SchemaType.NULL));
    }
}
