package dev.hongyan.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hongyan.contracts.Ids;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// The people of the benchmark and who is friends with whom: each with the next ones in a ring, so that everybody has
/// the same number of friends and the first few hundred people are a small world of their own.
final class World {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /// A direct conversation of two people, by their places in the list.
    record Conversation(UUID id, int one, int other) {
        byte[] idBytes() {
            return id.toString().getBytes(StandardCharsets.US_ASCII);
        }

        int user(int side) {
            return side == 0 ? one : other;
        }

        int side(int user) {
            return user == one ? 0 : 1;
        }
    }

    private final Path file;
    private final int size;
    private final int friends;
    private final List<Account> accounts = new ArrayList<>();
    private int befriended;

    private World(Path file, int size, int friends) {
        this.file = file;
        this.size = size;
        this.friends = friends;
    }

    /// Those of an earlier run in this folder, as far as they came.
    static World open(Path home, int size, int friends) {
        World world = new World(home.resolve("people-" + size + "-" + friends + ".json"), size, friends);
        if (Files.exists(world.file)) {
            try {
                JsonNode saved = MAPPER.readTree(world.file.toFile());
                world.befriended = saved.path("befriended").asInt();
                saved.path("accounts").forEach(account -> world.accounts.add(Account.of(account)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return world;
    }

    /// Whole or not at all: refresh tokens that are lost cost a login each.
    synchronized void save() {
        ObjectNode saved = MAPPER.createObjectNode().put("befriended", befriended);
        var array = saved.putArray("accounts");
        accounts.forEach(account -> array.add(account.saved()));
        try {
            Path unfinished = file.resolveSibling(file.getFileName() + ".new");
            Files.createDirectories(unfinished.toAbsolutePath().getParent());
            MAPPER.writeValue(unfinished.toFile(), saved);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int size() {
        return size;
    }

    List<Account> accounts() {
        return accounts;
    }

    /// How many of the pairs are friends already, from the first on.
    int befriended() {
        return befriended;
    }

    void befriended(int pairs) {
        befriended = pairs;
    }

    /// Every pair of friends, as places in the list.
    List<int[]> pairs() {
        List<int[]> pairs = new ArrayList<>();
        for (int distance = 1; distance <= friends / 2; distance++) {
            for (int user = 0; user < size; user++) {
                pairs.add(new int[] {user, (user + distance) % size});
            }
        }
        return pairs;
    }

    /// The conversations among the first `people`.
    List<Conversation> conversations(int people) {
        List<Conversation> conversations = new ArrayList<>();
        for (int[] pair : pairs()) {
            if (pair[0] < people && pair[1] < people) {
                UUID id = Ids.direct(
                        accounts.get(pair[0]).id(), accounts.get(pair[1]).id());
                conversations.add(new Conversation(id, pair[0], pair[1]));
            }
        }
        return conversations;
    }

    /// Those which two of the first `people` have.
    static List<Conversation> among(List<Conversation> conversations, int people) {
        return conversations.stream()
                .filter(each -> each.one() < people && each.other() < people)
                .toList();
    }

    static Map<UUID, Integer> index(List<Conversation> conversations) {
        Map<UUID, Integer> index = new HashMap<>();
        for (int i = 0; i < conversations.size(); i++) {
            index.put(conversations.get(i).id(), i);
        }
        return index;
    }
}
