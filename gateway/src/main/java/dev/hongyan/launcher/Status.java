package dev.hongyan.launcher;

import java.util.Map;

/// `./hongyan status`: what runs, and whether it works. Ends with 0 when all of it does.
record Status(CommandLine line) {

    int run() {
        Map<String, Home.Running> recorded = line.home().recorded();
        if (recorded.isEmpty()) {
            System.out.println(Texts.text("down-nothing"));
            return 1;
        }
        int code = 0;
        for (Map.Entry<String, Home.Running> entry : recorded.entrySet()) {
            String state = state(entry.getKey(), entry.getValue());
            code = state.equals("status-ready") ? code : 1;
            String name = String.format("%-20s", entry.getKey());
            Home.Running running = entry.getValue();
            System.out.println(Texts.text("status-line", name, running.pid(), running.port(), Texts.text(state)));
        }
        return code;
    }

    private String state(String name, Home.Running running) {
        if (name.equals("launcher")) {
            boolean alive = Processes.find(running.pid(), Main.class.getName()).isPresent();
            return alive ? "status-ready" : "status-down";
        }
        if (line.home().process(running).isEmpty()) {
            return "status-down";
        }
        return works(line.home(), name, running.port()) ? "status-ready" : "status-unready";
    }

    static boolean works(Home home, String name, int port) {
        return switch (name) {
            case "postgres" -> LocalPostgres.accounts(home.postgres(), port).answers();
            case "kafka" -> LocalKafka.answers("127.0.0.1:" + port);
            default -> Probe.ready(port, healthPath(name));
        };
    }

    static String healthPath(String name) {
        return name.equals("gateway") ? "/api/server" : "/q/health/ready";
    }
}
