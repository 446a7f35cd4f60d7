package dev.hongyan.push.messagelog;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.hongyan.contracts.EventHeaders;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
    private MemberNames joined = MemberNames.NOBODY;
    private MemberNames left = MemberNames.NOBODY;

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

    private static MemberNames users(JsonParser in) throws IOException {
        if (in.currentToken() == JsonToken.VALUE_STRING && in.getText().equals(EventHeaders.ASK)) {
            return MemberNames.ANYBODY;
        }
        if (in.currentToken() != JsonToken.START_ARRAY) {
            return MemberNames.NOBODY;
        }
        Set<UUID> users = new HashSet<>();
        while (in.nextToken() == JsonToken.VALUE_STRING) {
            users.add(UUID.fromString(in.getText()));
        }
        return new MemberNames(users, false);
    }
}
