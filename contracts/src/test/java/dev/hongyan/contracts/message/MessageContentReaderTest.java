package dev.hongyan.contracts.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hongyan.contracts.Violations;
import dev.hongyan.contracts.message.MessageContentReader.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
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
                "{'type':'text','body':{'text':'a'},'mentions':'everyone'}|mentions|mentions.list",
                "{'type':'text','body':{'text':'a'},'mentions':['everyone']}|mentions[0]|id.uuid"
            })
    void refusesWhatCannotBeSent(String json, String field, String rule) {
        assertThat(violations(json.replace('\'', '"'))).containsEntry(field, rule);
        assertThat(Violations.text(Locale.ENGLISH, rule)).isNotEqualTo(rule);
        assertThat(Violations.text(Locale.CHINESE, rule))
                .isNotEqualTo(rule)
                .isNotEqualTo(Violations.text(Locale.ENGLISH, rule));
    }

    @Test
    void takesAllForAListOfAll() {
        assertThat(text("{\"type\":\"text\",\"body\":{\"text\":\"a\"},\"mentions\":\"all\"}"))
                .isEqualTo(text("{\"type\":\"text\",\"body\":{\"text\":\"a\"},\"mentions\":[\"all\"]}"))
                .endsWith("\"mentions\":[\"all\"]}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "location|{'name':'外滩','more':1,'longitude':121.4905,'latitude':31}"
                        + "|{'latitude':31,'longitude':121.4905,'name':'外滩'}",
                "location|{'latitude':-90.0,'longitude':180}|{'latitude':-90,'longitude':180,'name':''}",
                "location|{'latitude':-0.0,'longitude':1e-7,'name':null}"
                        + "|{'latitude':0,'longitude':1.0E-7,'name':''}",
                "card|{'user':'" + ID + "','group':null}|{'user':'" + ID + "'}",
                "card|{'group':'" + ID + "'}|{'group':'" + ID + "'}",
                "sticker|{'name':'smile','pack':'geese'}|{'pack':'geese','name':'smile'}",
                "merged|{'title':'Notes','messages':[{'body':{'text':'a'},'type':'text','at':'2026-11-20T11:32:00Z',"
                        + "'sender':'" + ID + "','seq':7}]}"
                        + "|{'title':'Notes','messages':[{'sender':'" + ID + "','at':'2026-11-20T11:32:00.000Z',"
                        + "'type':'text','body':{'text':'a'}}]}"
            })
    void writesTheOtherTypesInTheirCanonicalFormToo(String type, String body, String canonical) {
        assertThat(text(("{'type':'" + type + "','body':" + body + "}").replace('\'', '"')))
                .isEqualTo(("{'type':'" + type + "','body':" + canonical + ",'replyTo':null,'mentions':[]}")
                        .replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "location|7|body|object.required",
                "location|{'longitude':0}|body.latitude|value.required",
                "location|{'latitude':'31','longitude':0}|body.latitude|value.type",
                "location|{'latitude':90.1,'longitude':0}|body.latitude|value.range",
                "location|{'latitude':0,'longitude':-181}|body.longitude|value.range",
                "location|{'latitude':0,'longitude':1e999}|body.longitude|value.range",
                "location|{'latitude':0,'longitude':0,'name':[]}|body.name|value.type",
                "location|{'latitude':0,'longitude':0,'name':'\\ud800'}|body.name|value.unicode",
                "card|{}|body|card.one",
                "card|{'user':'" + ID + "','group':'" + ID + "'}|body|card.one",
                "card|{'user':'nobody'}|body.user|id.uuid",
                "card|{'group':5}|body.group|id.uuid",
                "sticker|{'name':'a'}|body.pack|value.required",
                "sticker|{'pack':'','name':'a'}|body.pack|value.length",
                "sticker|{'pack':'a','name':{}}|body.name|value.type",
                "merged|{'title':'','messages':[{}]}|body.title|value.length",
                "merged|{'title':'a'}|body.messages|value.required",
                "merged|{'title':'a','messages':{}}|body.messages|value.type",
                "merged|{'title':'a','messages':[]}|body.messages|list.size",
                "merged|{'title':'a','messages':[5]}|body.messages[0]|object.required",
                "merged|{'title':'a','messages':[{'type':'text'}]}|body.messages[0].sender|id.uuid",
                "merged|{'title':'a','messages':[{'type':'text'}]}|body.messages[0].at|value.required",
                "merged|{'title':'a','messages':[{'type':'text'}]}|body.messages[0].body|object.required",
                "merged|{'title':'a','messages':[{'at':'yesterday'}]}|body.messages[0].at|time.form",
                "merged|{'title':'a','messages':[{'at':'2026-02-30T00:00:00Z'}]}|body.messages[0].at|time.form",
                "merged|{'title':'a','messages':[{'type':'merged'}]}|body.messages[0].type|type.not-sendable",
                "merged|{'title':'a','messages':[{'type':'notice'}]}|body.messages[0].type|type.not-sendable",
                "merged|{'title':'a','messages':[{'type':'text','body':{'text':''}}]}"
                        + "|body.messages[0].body.text|text.length"
            })
    void refusesBodiesThatTheTypeDoesNotHave(String type, String body, String field, String rule) {
        refusesWhatCannotBeSent("{'type':'" + type + "','body':" + body + "}", field, rule);
    }

    @Test
    void takesAHundredForwardedMessagesAndNoMore() {
        assertThat(text(merged(100, "a"))).contains("\"title\":\"a\"");
        assertThat(violations(merged(101, "a"))).containsEntry("body.messages", "list.size");
    }

    @Test
    void takesNoMessageOver64KiB() {
        assertThat(text(merged(7, "鸿".repeat(3_000)))).hasSizeGreaterThan(20_000);
        assertThat(violations(merged(8, "鸿".repeat(3_000)))).containsEntry("body", "body.size");
        assertThat(Violations.text(Locale.CHINESE, "body.size")).isNotEqualTo("body.size");
        String worst = "\\u0001".repeat(10_000);
        assertThat(text("{\"type\":\"text\",\"body\":{\"text\":\"" + worst + "\"}}"))
                .contains("0001");
    }

    private static String merged(int count, String text) {
        String one = "{\"sender\":\"" + ID
                + "\",\"at\":\"2026-11-20T11:32:00.123Z\",\"type\":\"text\",\"body\":{\"text\":\"" + text + "\"}}";
        return "{\"type\":\"merged\",\"body\":{\"title\":\"a\",\"messages\":["
                + String.join(",", Collections.nCopies(count, one)) + "]}}";
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
