package dev.hongyan.launcher;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What stands behind the command, and the variables that stand for it.
///
/// @param instances how many of every service
/// @param collector where the traces of everything go; empty when not all is recorded
/// @param archive what is chosen for the database's log; empty: as before
record CommandLine(
        Path root,
        Home home,
        int port,
        int portOffset,
        int instances,
        boolean demo,
        boolean detach,
        String publicUrl,
        String collector,
        String archive) {
    private static final String USUAL_COLLECTOR = "http://localhost:4318";
    /// Their ports lie ten apart, below those of the next program.
    private static final int MOST_INSTANCES = 9;

    static CommandLine parse(List<String> arguments, Map<String, String> environment) {
        Path root = Home.findRoot();
        String home = environment.getOrDefault(
                "HONGYAN_HOME", root.resolve(".hongyan").toString());
        int port = number(environment.getOrDefault("HONGYAN_PORT", "8080"));
        int offset = number(environment.getOrDefault("HONGYAN_PORT_OFFSET", "0"));
        int instances = number(environment.getOrDefault("HONGYAN_INSTANCES", "1"));
        String publicUrl = environment.getOrDefault("HONGYAN_PUBLIC_URL", "");
        String archive = "";
        boolean demo = true;
        boolean detach = false;
        String collector = "";
        for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
            String option = rest.next();
            switch (option) {
                case "--home" -> home = value(option, rest);
                case "--port" -> port = number(value(option, rest));
                case "--port-offset" -> offset = number(value(option, rest));
                case "--instances" -> instances = number(value(option, rest));
                case "--public-url" -> publicUrl = value(option, rest);
                case "--archive" -> archive = value(option, rest);
                case "--no-demo" -> demo = false;
                case "--detach" -> detach = true;
                case "--trace" -> collector = collector(environment);
                default -> throw new StartException(Texts.text("bad-option", option));
            }
        }
        if (instances < 1 || instances > MOST_INSTANCES) {
            throw new StartException(Texts.text("bad-instances", instances, MOST_INSTANCES));
        }
        Path folder = Path.of(home).toAbsolutePath().normalize();
        return new CommandLine(
                root, new Home(folder), port, offset, instances, demo, detach, publicUrl, collector, archive);
    }

    /// The one that is named; an empty name names none.
    private static String collector(Map<String, String> environment) {
        return Stream.of("HONGYAN_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")
                .map(name -> environment.getOrDefault(name, ""))
                .filter(address -> !address.isBlank())
                .findFirst()
                .orElse(USUAL_COLLECTOR);
    }

    Options options() {
        PortPlan ports = PortPlan.usual(port, portOffset);
        Map<Service, Integer> services = Options.each(instances);
        Options options = new Options(
                packages(), home.folder(), ports, services, Map.of(), demo, publicUrl, System.out::println, false);
        return collector.isEmpty()
                ? options
                : options.set("", "HONGYAN_OTLP_ENDPOINT", collector).set("", "HONGYAN_TRACE_ONE_IN", "1");
    }

    /// The folder whose packages are run: a copy that no build touches, or the source tree itself.
    Path packages() {
        return Path.of(System.getProperty("hongyan.packages", root.toString()))
                .toAbsolutePath()
                .normalize();
    }

    private static String value(String option, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new StartException(Texts.text("bad-option", option));
        }
        return rest.next();
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new StartException(Texts.text("bad-option", text), e);
        }
    }
}
