package dev.hongyan.benchmarks;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The options of a command line: `--flag` and `--option VALUE`. What is not known is an error, so that a slip of the
/// pen does not measure something else.
final class Arguments {
    private final Map<String, String> given = new HashMap<>();

    private Arguments() {}

    /// @param flags   options without a value
    /// @param options options with one
    static Arguments parse(List<String> words, Set<String> flags, Set<String> options) {
        Arguments arguments = new Arguments();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            String option = word.startsWith("--") ? word.substring(2) : "";
            if (flags.contains(option)) {
                arguments.given.put(option, "");
            } else if (options.contains(option) && i + 1 < words.size()) {
                arguments.given.put(option, words.get(++i));
            } else {
                throw new IllegalArgumentException("Not understood: " + word);
            }
        }
        return arguments;
    }

    boolean has(String flag) {
        return given.containsKey(flag);
    }

    String text(String option, String otherwise) {
        return given.getOrDefault(option, otherwise);
    }

    int number(String option, int otherwise) {
        return has(option) ? number(option, text(option, "")) : otherwise;
    }

    /// Numbers with commas between them; none at all is right too.
    List<Integer> numbers(String option, String otherwise) {
        List<Integer> numbers = new ArrayList<>();
        for (String each : text(option, otherwise).split(",", -1)) {
            if (!each.isBlank()) {
                numbers.add(number(option, each.strip()));
            }
        }
        return numbers;
    }

    private static int number(String option, String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--" + option + " takes a number, not " + value, e);
        }
    }
}
