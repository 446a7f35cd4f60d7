package dev.hongyan.e2e;

import dev.hongyan.e2e.History.Ban;
import dev.hongyan.e2e.History.Line;
import dev.hongyan.e2e.History.Sending;
import dev.hongyan.e2e.History.Unread;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Judges a [History]. Each check answers what is wrong, in words; nothing wrong is an empty list.
final class Checks {
    private static final int MOST_UNREAD = 100;

    private Checks() {}

    static List<String> all(History history) {
        return Stream.of(
                        lost(history),
                        invented(history),
                        differing(history),
                        doubled(history),
                        missingNumbers(history),
                        forbidden(history),
                        miscounted(history))
                .flatMap(List::stream)
                .toList();
    }

    /// What was acknowledged stands in the log under the number that was answered, and on every device.
    static List<String> lost(History history) {
        List<String> wrong = new ArrayList<>();
        Map<String, Map<UUID, Long>> numbers = new HashMap<>();
        history.allLists().forEach((name, lines) -> {
            Map<UUID, Long> byId = new HashMap<>();
            lines.forEach(line -> byId.put(line.id(), line.seq()));
            numbers.put(name, byId);
        });
        history.acknowledged().forEach((id, seq) -> {
            Sending sending = Objects.requireNonNull(history.sendings().get(id), "acknowledged and never sent");
            Stream.concat(
                            Stream.of("log of " + sending.conversation()),
                            history.screens(sending.conversation()).keySet().stream()
                                    .map(device -> device + " in " + sending.conversation()))
                    .filter(list ->
                            !seq.equals(numbers.getOrDefault(list, Map.of()).get(id)))
                    .forEach(list -> wrong.add("lost: " + id + " was acknowledged as " + seq + ", not so in " + list));
        });
        return wrong;
    }

    /// Nothing is anywhere that nobody said, or that was said otherwise or elsewhere.
    static List<String> invented(History history) {
        List<String> wrong = new ArrayList<>();
        history.allLists()
                .forEach((name, lines) -> lines.stream()
                        .filter(line -> !line.type().equals("notice"))
                        .filter(line -> !isFrom(history.sendings().get(line.id()), line, name))
                        .forEach(line -> wrong.add("invented: " + line + " in " + name)));
        return wrong;
    }

    /// Every device shows what the log holds under each number.
    static List<String> differing(History history) {
        List<String> wrong = new ArrayList<>();
        history.logs().forEach((conversation, log) -> {
            Map<Long, Line> bySeq = new HashMap<>();
            log.forEach(line -> bySeq.put(line.seq(), line));
            history.screens(conversation).forEach((device, lines) -> {
                long before = 0;
                for (Line line : lines) {
                    if (line.seq() <= before) {
                        wrong.add("order: " + device + " showed " + line.seq() + " after " + before);
                    }
                    if (!line.equals(bySeq.get(line.seq()))) {
                        wrong.add("differs: " + device + " showed " + line + ", the log has " + bySeq.get(line.seq()));
                    }
                    before = line.seq();
                }
            });
        });
        return wrong;
    }

    /// No message twice, no number twice.
    static List<String> doubled(History history) {
        List<String> wrong = new ArrayList<>();
        history.allLists().forEach((name, lines) -> {
            Set<UUID> ids = new HashSet<>();
            Set<Long> numbers = new HashSet<>();
            for (Line line : lines) {
                if (!ids.add(line.id()) || !numbers.add(line.seq())) {
                    wrong.add("doubled: " + line + " in " + name);
                }
            }
        });
        return wrong;
    }

    /// Numbers run 1, 2, 3 … to the same end everywhere.
    static List<String> missingNumbers(History history) {
        List<String> wrong = new ArrayList<>();
        history.allLists().forEach((name, lines) -> {
            Set<Long> numbers = new HashSet<>();
            lines.forEach(line -> numbers.add(line.seq()));
            for (long seq = 1; seq <= numbers.size(); seq++) {
                if (!numbers.contains(seq)) {
                    wrong.add("gap: no " + seq + " in " + name);
                }
            }
        });
        history.logs()
                .forEach((conversation, log) -> history.screens(conversation).forEach((device, lines) -> {
                    if (lines.size() != log.size()) {
                        wrong.add("end: " + device + " shows " + lines.size() + " of " + log.size() + " in "
                                + conversation);
                    }
                }));
        return wrong;
    }

    /// What somebody sent after he had been forbidden to has no number.
    static List<String> forbidden(History history) {
        List<String> wrong = new ArrayList<>();
        for (Ban ban : history.bans()) {
            Set<UUID> late = new HashSet<>();
            history.sendings().values().stream()
                    .filter(sending -> sending.conversation().equals(ban.conversation())
                            && sending.sender().equals(ban.user())
                            && sending.begun() - ban.answered() > 0)
                    .forEach(sending -> late.add(sending.id()));
            late.stream()
                    .filter(history.acknowledged()::containsKey)
                    .forEach(id -> wrong.add("forbidden: " + id + " was acknowledged"));
            history.allLists()
                    .forEach((name, lines) -> lines.stream()
                            .filter(line -> late.contains(line.id()))
                            .forEach(line -> wrong.add("forbidden: " + line + " in " + name)));
        }
        return wrong;
    }

    /// A reader's unread messages are those of others after his position, at most 100.
    static List<String> miscounted(History history) {
        List<String> wrong = new ArrayList<>();
        for (Unread told : history.unread()) {
            long count = history.logs().getOrDefault(told.conversation(), List.of()).stream()
                    .filter(line -> line.seq() > told.readSeq()
                            && !line.type().equals("notice")
                            && !told.reader().equals(line.sender()))
                    .limit(MOST_UNREAD)
                    .count();
            if (count != told.count()) {
                wrong.add("unread: there are " + count + " and the answer was " + told);
            }
            if (told.readSeq() != told.moved()) {
                wrong.add("position: " + told);
            }
        }
        return wrong;
    }

    private static boolean isFrom(@Nullable Sending sending, Line line, String list) {
        return sending != null
                && sending.sender().equals(line.sender())
                && sending.text().equals(line.text())
                && list.endsWith(sending.conversation().toString());
    }
}
