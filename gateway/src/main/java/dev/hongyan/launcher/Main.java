package dev.hongyan.launcher;

import java.util.Arrays;
import java.util.List;

/// The commands of `./hongyan` that deal with a run.
public final class Main {
    private Main() {}

    /// Ends with 0, or with 1 after a sentence that says what is wrong.
    public static void main(String[] arguments) {
        int code;
        try {
            code = run(Arrays.asList(arguments));
        } catch (StartException e) {
            System.err.println(e.getMessage());
            code = 1;
        }
        System.exit(code);
    }

    private static int run(List<String> arguments) {
        if (arguments.getFirst().equals("republish")) {
            Home home = CommandLine.parse(List.of(), System.getenv()).home();
            return new Republish(home, arguments.subList(1, arguments.size())).run();
        }
        List<String> rest = arguments.subList(1, arguments.size());
        if (arguments.getFirst().equals("backup")) {
            return RestoreLine.backup(rest, System.getenv());
        }
        if (arguments.getFirst().equals("restore")) {
            return RestoreLine.restore(rest, System.getenv());
        }
        CommandLine line = CommandLine.parse(arguments.subList(1, arguments.size()), System.getenv());
        return switch (arguments.getFirst()) {
            case "up" -> new Up(line).run();
            case "train" -> new Train(line).run();
            case "down" -> new Down(line.home()).run();
            case "status" -> new Status(line).run();
            case "doctor" -> new Doctor(line, System.out::println).run();
            default -> throw new StartException(Texts.text("bad-option", arguments.getFirst()));
        };
    }
}
