package dev.hongyan.launcher;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Which program listens where: `gateway`, `management`, `postgres`, `kafka`, `kafka-controller`, and the services.
@FunctionalInterface
interface PortPlan {
    int of(String program);

    /// The usual ports, all moved by the same number. A second instance of a service listens ten above the first.
    static PortPlan usual(int gateway, int offset) {
        return program -> offset
                + switch (program) {
                    case "gateway" -> gateway;
                    case "management" -> 8079;
                    case "postgres" -> 15432;
                    case "kafka" -> 19092;
                    case "kafka-controller" -> 19093;
                    default -> ofService(program);
                };
    }

    static PortPlan free() {
        Map<String, Integer> chosen = new ConcurrentHashMap<>();
        return program -> chosen.computeIfAbsent(program, _ -> Ports.free());
    }

    private static int ofService(String program) {
        int mark = program.indexOf('#');
        int instance = mark < 0 ? 1 : Integer.parseInt(program.substring(mark + 1));
        String module = mark < 0 ? program : program.substring(0, mark);
        return Service.of(module).defaultPort() + 10 * (instance - 1);
    }
}
