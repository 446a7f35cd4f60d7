package dev.hongyan.contracts.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hongyan.contracts.Violations;
import dev.hongyan.contracts.message.MessageContentReader.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageContentReaderTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String ID = "0190b6e0-0000-7000-8000-000000000000";

    @Test
    void writesTheCanonicalFormWhateverTheOrderAndTheExtras() {
        String one = text("{\"type\":\"text\",\"body\":{\"text\":\"你好 \\\"鸿雁\\\"\"}}");
        String other = text("{\"mentions\":null, \"extra\":1, \"body\":{\"more\":[],\"text\":\"\\u4f60好 \\\"鸿雁\\\"\"},"
                + "\"replyTo\":null,\"type\":\"text\"}");
        assertThat(one)
                .isEqualTo(other)
                .isEqualTo(
                        "{\"type\":\"text\",\"body\":{\"text\":\"你好 \\\"鸿雁\\\"\"},\"replyTo\":null,\"mentions\":[]}");
    }

    @Test
    void keepsReplyAndMentions() {
        String json = "{\"type\":\"text\",\"body\":{\"text\":\"a\"},\"replyTo\":\"" + ID + "\",\"mentions\":[\"" + ID
                + "\",\"all\"]}";
        assertThat(text(json)).isEqualTo(json);
        assertThat(((Outcome.Valid) read(json)).content().mentions()).isTrue();
    }

    @Test
    void countsCodePointsNotBytesOrChars() {
        String longest = "😀".repeat(10_000);
        assertThat(text("{\"type\":\"text\",\"body\":{\"text\":\"" + longest + "\"}}"))
                .contains(longest);
        assertThat(violations("{\"type\":\"text\",\"body\":{\"text\":\"" + longest + "a\"}}"))
                .containsEntry("body.text", "text.length");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|type|type.unknown",
                "{'type':7,'body':{'text':'a'}}|type|type.unknown",
                "{'type':'shout','body':{'text':'a'}}|type|type.unknown",
                "{'type':'notice','body':{'event':'a'}}|type|type.not-sendable",
                "{'type':'text'}|body|object.required",
                "{'type':'text','body':'a'}|body|object.required",
                "{'type':'text','body':{'text':5}}|body.text|text.required",
                "{'type':'text','body':{'text':''}}|body.text|text.length",
                "{'type':'text','body':{'text':'a\\u0000'}}|body.text|text.unicode",
                "{'type':'text','body':{'text':'\\ud800'}}|body.text|text.unicode",
                "{'type':'text','body':{'text':'\\ude00\\ud83d'}}|body.text|text.unicode",
                "{'type':'text','body':{'text':'a'},'replyTo':5}|replyTo|id.uuid",
                "{'type':'text','body':{'text':'a'},'mentions':'all'}|mentions|mentions.list",
                "{'type':'text','body':{'text':'a'},'mentions':['everyone']}|mentions[0]|id.uuid"
            })
    void refusesWhatCannotBeSent(String json, String field, String rule) {
        assertThat(violations(json.replace('\'', '"'))).containsEntry(field, rule);
        assertThat(Violations.text(Locale.ENGLISH, rule)).isNotEqualTo(rule);
        assertThat(Violations.text(Locale.CHINESE, rule))
                .isNotEqualTo(rule)
                .isNotEqualTo(Violations.text(Locale.ENGLISH, rule));
    }

    private static String text(String json) {
        return new String(((Outcome.Valid) read(json)).content().canonical(), StandardCharsets.UTF_8);
    }

    private static Map<String, String> violations(String json) {
        return ((Outcome.Invalid) read(json)).violations();
    }

    private static Outcome read(String json) {
        try {
            JsonNode node = MAPPER.readTree(json);
            return MessageContentReader.read(
                    node.get("type"), node.get("body"), node.get("replyTo"), node.get("mentions"));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
