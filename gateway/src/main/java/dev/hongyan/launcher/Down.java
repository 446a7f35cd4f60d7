package dev.hongyan.launcher;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `./hongyan down`: ends a run, also one whose launcher is gone.
record Down(Home home) {

    int run() {
        Home.Running launcher = home.recorded().get("launcher");
        Optional<ProcessHandle> running =
                launcher == null ? Optional.empty() : Processes.find(launcher.pid(), Main.class.getName());
        running.ifPresent(process -> {
            System.out.println(Texts.text("down-stopping", process.pid()));
            Processes.stop(process, "TERM");
        });
        int left = endWhatWasLeft(home);
        System.out.println(Texts.text(running.isPresent() || left > 0 ? "down-done" : "down-nothing"));
        return 0;
    }

    /// Ends processes of this home that have no launcher any more, the gateway first and the databases last.
    static int endWhatWasLeft(Home home) {
        Map<String, Home.Running> recorded = home.recorded();
        int ended = 0;
        for (String name : inOrder(recorded)) {
            Home.Running record = recorded.get(name);
            Optional<ProcessHandle> process = record == null ? Optional.empty() : home.process(record);
            if (process.isPresent()) {
                System.out.println(Texts.text("down-ending", name, process.get().pid()));
                Processes.stop(process.get(), name.equals("postgres") ? "INT" : "TERM");
                ended++;
            }
            home.ended(name);
        }
        return ended;
    }

    private static List<String> inOrder(Map<String, Home.Running> recorded) {
        List<String> last = List.of("kafka", "postgres");
        return recorded.keySet().stream()
                .sorted((one, other) -> Integer.compare(last.indexOf(one), last.indexOf(other)))
                .toList();
    }
}
