package dev.hongyan.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/// `./hongyan doctor`: names what keeps Hongyan from working. Ends with 1 when it found something.
final class Doctor {
    static final long DISK_MEGABYTES = 2_000;
    static final long MEMORY_MEGABYTES = 1_600;
    /// What one more of every service takes.
    static final long MORE_MEGABYTES = 1_000;
    /// The first answer may take longer than one try: this program has only begun.
    private static final int KAFKA_TRIES = 4;

    private final CommandLine line;
    private final Consumer<String> out;
    private int problems;

    Doctor(CommandLine line, Consumer<String> out) {
        this.line = line;
        this.out = out;
    }

    int run() {
        int feature = Runtime.version().feature();
        report(feature == 25, "doctor-jdk", Runtime.version());
        checkDisk();
        Map<String, Home.Running> recorded = line.home().recorded();
        boolean running = recorded.containsKey("launcher")
                && Processes.find(recorded.get("launcher").pid(), Main.class.getName())
                        .isPresent();
        if (running) {
            recorded.forEach(this::checkProgram);
        } else {
            int before = problems;
            recorded.forEach(this::checkLeft);
            checkMemory();
            // What was left behind holds the ports.
            if (problems == before) {
                checkPorts();
            }
        }
        checkExternal(System.getenv());
        if (!running) {
            out.accept(Texts.text("doctor-not-running"));
        }
        out.accept(problems == 0 ? Texts.text("doctor-fine") : Texts.text("doctor-problems", problems));
        return problems == 0 ? 0 : 1;
    }

    /// All ports of a run, and which program each is for.
    static Map<Integer, String> ports(Options options) {
        Map<Integer, String> ports = new LinkedHashMap<>();
        ports.put(options.ports().of("gateway"), "gateway");
        ports.put(options.ports().of("management"), "gateway");
        if (System.getenv().getOrDefault("HONGYAN_POSTGRES_URL", "").isEmpty()) {
            ports.put(options.ports().of("postgres"), "PostgreSQL");
        }
        if (System.getenv().getOrDefault("HONGYAN_KAFKA", "").isEmpty()) {
            ports.put(options.ports().of("kafka"), "Kafka");
            ports.put(options.ports().of("kafka-controller"), "Kafka");
        }
        for (Service service : Service.values()) {
            options.names(service).forEach(name -> ports.put(options.ports().of(name), name));
        }
        return ports;
    }

    private void checkDisk() {
        try {
            Path existing = line.home().folder();
            while (!Files.exists(existing)) {
                existing = Child.parent(existing);
            }
            long free = Files.getFileStore(existing).getUsableSpace() / 1_000_000;
            report(free >= DISK_MEGABYTES, "doctor-disk", free, existing, DISK_MEGABYTES);
        } catch (IOException e) {
            report(false, "doctor-disk", "?", line.home().folder(), DISK_MEGABYTES);
        }
    }

    private void checkMemory() {
        Path table = Path.of("/proc/meminfo");
        if (!Files.exists(table)) {
            return;
        }
        try {
            long available = Files.readAllLines(table).stream()
                    .filter(row -> row.startsWith("MemAvailable:"))
                    .mapToLong(row -> Long.parseLong(row.replaceAll("\\D", "")) / 1_000)
                    .findFirst()
                    .orElse(Long.MAX_VALUE);
            long wanted = MEMORY_MEGABYTES + MORE_MEGABYTES * (line.instances() - 1);
            report(available >= wanted, "doctor-memory", available, wanted);
        } catch (IOException e) {
            out.accept(e.getMessage());
        }
    }

    private void checkPorts() {
        int before = problems;
        ports(line.options()).forEach((port, program) -> {
            if (!Ports.isFree(port)) {
                String owner = PortOwner.of(port).orElse(Texts.text("unknown-owner"));
                report(false, "doctor-port", port, program, owner);
            }
        });
        if (problems == before) {
            out.accept("  ok  " + Texts.text("doctor-ports-ok"));
        }
    }

    private void checkLeft(String name, Home.Running running) {
        if (line.home().process(running).isPresent()) {
            report(false, "doctor-left", name, running.pid());
        }
    }

    void checkProgram(String name, Home.Running running) {
        Home home = line.home();
        boolean works = Status.works(home, name, running.port());
        switch (name) {
            case "launcher" -> {}
            case "postgres", "kafka" -> {
                report(works, "doctor-" + name, "127.0.0.1:" + running.port(), home.log(name));
                Path archive = new Archive(home).folder();
                if (name.equals("postgres") && archive != null) {
                    boolean kept = Archive.works(LocalPostgres.accounts(home.postgres(), running.port()));
                    report(kept, "doctor-archive", archive, home.log(name));
                }
            }
            default -> {
                String path = Status.healthPath(name);
                int status = works ? 200 : Probe.status(running.port(), path);
                Object answer = status == 0 ? "-" : status;
                report(works, "doctor-service", name, running.port(), path, answer, home.log(name));
            }
        }
    }

    void checkExternal(Map<String, String> environment) {
        String postgres = environment.getOrDefault("HONGYAN_POSTGRES_URL", "");
        if (!postgres.isEmpty()) {
            DatabaseAccounts accounts = Infrastructure.external(postgres);
            report(accounts.answers(), "doctor-postgres", accounts.host() + ":" + accounts.port(), itsOwnLog());
        }
        String kafka = environment.getOrDefault("HONGYAN_KAFKA", "");
        if (!kafka.isEmpty()) {
            boolean answers = IntStream.range(0, KAFKA_TRIES).anyMatch(_ -> LocalKafka.answers(kafka));
            report(answers, "doctor-kafka", kafka, itsOwnLog());
        }
    }

    private static String itsOwnLog() {
        return Texts.text("doctor-own-log");
    }

    private void report(boolean fine, String key, Object... values) {
        if (fine) {
            out.accept("  ok  " + Texts.text(key + "-ok", values));
        } else {
            problems++;
            out.accept("  !!  " + Texts.text(key, values));
        }
    }
}
