package dev.hongyan.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeClusterOptions;

/// A single Kafka broker of this machine on the loopback address, in a JVM of its own, its data in one folder.
///
/// The folder is formatted on the first start and used again afterwards. The log is `<folder>.log`.
public final class LocalKafka implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);

    private final Child child;
    private final int port;

    private LocalKafka(Child child, int port) {
        this.child = child;
        this.port = port;
    }

    /// Starts a broker that ends with this JVM at the latest, for work that is soon over: by the small compiler.
    ///
    /// @param brokerLib the folder with the broker's jars (`gateway/broker/target/lib`)
    /// @param port 0 takes a free one, as does 0 for `controllerPort`
    public static LocalKafka start(Path dataDir, Path brokerLib, int port, int controllerPort) {
        Path data = dataDir.toAbsolutePath().normalize();
        Path log = data.resolveSibling(data.getFileName() + ".log");
        int chosen = port == 0 ? Ports.free() : port;
        prepare(data, brokerLib, chosen, controllerPort == 0 ? Ports.free() : controllerPort, log);
        Child child = Child.startReady(
                () -> launch(data, brokerLib, log, List.of(JavaCommand.SMALL_COMPILER)),
                () -> answers("127.0.0.1:" + chosen),
                START,
                _ -> false);
        LocalKafka broker = new LocalKafka(child, chosen);
        Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "stop-kafka"));
        return broker;
    }

    /// Writes the settings, and formats the folder on the first start.
    static void prepare(Path dataDir, Path brokerLib, int port, int controllerPort, Path log) {
        if (!Files.isDirectory(brokerLib)) {
            throw new StartException("The broker's jars are not in " + brokerLib + "; build gateway/broker first.");
        }
        Path settings = configure(dataDir.toAbsolutePath().normalize(), port, controllerPort);
        if (!Files.exists(dataDir.resolve("log/meta.properties"))) {
            format(brokerLib, settings, log);
        }
    }

    /// Starts the broker's process and does not wait for it.
    static Child launch(Path dataDir, Path brokerLib, Path log, List<String> options) {
        List<String> command = new ArrayList<>(java(brokerLib, "-Xmx192m"));
        command.addAll(1, options);
        command.addAll(List.of("kafka.Kafka", settings(dataDir).toString()));
        return Child.start("Kafka", command, Map.of(), log);
    }

    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    public int port() {
        return port;
    }

    public Process process() {
        return child.process();
    }

    public long pid() {
        return child.pid();
    }

    @Override
    public void close() {
        child.stop("TERM", Duration.ofSeconds(15));
    }

    Child child() {
        return child;
    }

    /// Whether a broker there answers a request. That its port is open says less: it opens before the broker works.
    static boolean answers(String bootstrapServers) {
        String[] address = bootstrapServers.split(",", -1)[0].split(":", -1);
        if (address[0].equals("127.0.0.1") && !Ports.answers(Integer.parseInt(address[1]))) {
            return false;
        }
        Properties properties = new Properties();
        properties.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 2_000);
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 2_000);
        properties.put(AdminClientConfig.RECONNECT_BACKOFF_MS_CONFIG, 50);
        Admin admin = Admin.create(properties);
        try {
            return !admin.describeCluster(new DescribeClusterOptions().timeoutMs(2_000))
                    .nodes()
                    .get(3, TimeUnit.SECONDS)
                    .isEmpty();
        } catch (ExecutionException | TimeoutException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            admin.close(Duration.ofMillis(100));
        }
    }

    private static void format(Path brokerLib, Path settings, Path log) {
        List<String> command = new ArrayList<>(java(brokerLib, "-Xmx96m"));
        command.add(1, "-XX:TieredStopAtLevel=1");
        command.addAll(
                List.of("kafka.tools.StorageTool", "format", "--cluster-id=" + clusterId(), "-c", settings.toString()));
        Child.run("The formatting of Kafka's folder", command, Map.of(), log);
    }

    private static List<String> java(Path brokerLib, String heap) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                heap,
                "-Xss512k",
                "-XX:+UseSerialGC",
                "-XX:+UseCompactObjectHeaders",
                "-XX:TrimNativeHeapInterval=30000",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-Dorg.slf4j.simpleLogger.showDateTime=true",
                "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSSXXX",
                "-cp",
                brokerLib.toAbsolutePath().resolve("*").toString());
    }

    /// The session is short because a broker that was killed is only let in again when its former session is over.
    private static Path configure(Path data, int port, int controllerPort) {
        Path settings = settings(data);
        try {
            Files.createDirectories(data);
            return Files.writeString(settings, """
                    process.roles=broker,controller
                    node.id=1
                    listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
                    advertised.listeners=PLAINTEXT://127.0.0.1:%1$d
                    listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
                    controller.listener.names=CONTROLLER
                    controller.quorum.voters=1@127.0.0.1:%2$d
                    log.dirs=%3$s
                    offsets.topic.replication.factor=1
                    offsets.topic.num.partitions=4
                    transaction.state.log.replication.factor=1
                    transaction.state.log.min.isr=1
                    share.coordinator.state.topic.replication.factor=1
                    share.coordinator.state.topic.min.isr=1
                    group.initial.rebalance.delay.ms=0
                    broker.session.timeout.ms=3000
                    broker.heartbeat.interval.ms=500
                    num.network.threads=1
                    num.io.threads=2
                    log.cleaner.dedupe.buffer.size=2097152
                    auto.create.topics.enable=false
                    """.formatted(port, controllerPort, data.resolve("log")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path settings(Path dataDir) {
        return dataDir.toAbsolutePath().normalize().resolve("server.properties");
    }

    private static String clusterId() {
        UUID id = UUID.randomUUID();
        byte[] bytes = ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
