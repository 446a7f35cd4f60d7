package dev.hongyan.push.messagelog;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Reads the answer of `POST /internal/sync` in one pass; the messages stay where they are in the bytes.
final class SyncReader {
    private final byte[] answer;

    private @Nullable UUID conversation;
    private boolean member;
    private String kind = "";
    private int members;
    private long head;
    private long from;
    private long to;
    private boolean more;
    private List<LogRun.Entry> entries = List.of();
    private List<UUID> joined = List.of();
    private List<UUID> left = List.of();

    private SyncReader(byte[] answer) {
        this.answer = answer;
    }

    static List<SyncItem> read(byte[] answer) throws IOException {
        List<SyncItem> items = new ArrayList<>();
        try (JsonParser in = LogRun.JSON.createParser(answer)) {
            in.nextToken();
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                boolean found = in.currentName().equals("items");
                in.nextToken();
                if (!found) {
                    in.skipChildren();
                    continue;
                }
                while (in.nextToken() == JsonToken.START_OBJECT) {
                    items.add(new SyncReader(answer).item(in));
                }
            }
        } catch (IllegalArgumentException e) {
            throw new IOException("malformed sync answer", e);
        }
        return items;
    }

    private SyncItem item(JsonParser in) throws IOException {
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String name = in.currentName();
            in.nextToken();
            member(name, in);
        }
        if (conversation == null) {
            throw new IOException("sync item without conversation");
        }
        LogRun run = new LogRun(conversation, from, to, answer, entries);
        return new SyncItem(member, kind, members, head, more, run, joined, left);
    }

    private void member(String name, JsonParser in) throws IOException {
        switch (name) {
            case "conversation" -> conversation = UUID.fromString(in.getText());
            case "member" -> member = in.getBooleanValue();
            case "kind" -> kind = in.currentToken() == JsonToken.VALUE_NULL ? "" : in.getText();
            case "members" -> members = in.currentToken() == JsonToken.VALUE_NULL ? 0 : in.getIntValue();
            case "head" -> head = in.getLongValue();
            case "from" -> from = in.getLongValue();
            case "to" -> to = in.getLongValue();
            case "more" -> more = in.getBooleanValue();
            case "messages" -> entries = LogRun.entries(in);
            case "joined" -> joined = users(in);
            case "left" -> left = users(in);
            default -> in.skipChildren();
        }
    }

    private static List<UUID> users(JsonParser in) throws IOException {
        List<UUID> users = new ArrayList<>();
        if (in.currentToken() != JsonToken.START_ARRAY) {
            return users;
        }
        while (in.nextToken() == JsonToken.VALUE_STRING) {
            users.add(UUID.fromString(in.getText()));
        }
        return users;
    }
}
