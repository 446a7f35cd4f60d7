package dev.hongyan.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The whole system on this machine: PostgreSQL, Kafka, the services and the gateway, each its own process.
///
/// `./hongyan up` is one of these on the usual ports; tests start others on free ports in a temporary
/// folder. A process that ends by itself or is killed is started again, after 1, 2, 4 … 30 seconds.
public final class Cluster implements AutoCloseable {
    private final Options options;
    private final Home home;
    private final Infrastructure infrastructure;
    private final OwnPrograms own;
    private final Map<String, Program> programs = new LinkedHashMap<>();
    private final Thread closing = new Thread(this::stopAll, "stop-cluster");
    private boolean closed;

    private Cluster(Options options) {
        this.options = options;
        this.home = new Home(options.home());
        this.infrastructure = Infrastructure.of(options, home, System.getenv());
        this.own = new OwnPrograms(
                options,
                home,
                new ServiceEnvironment(options, home, infrastructure.postgres(), infrastructure.kafkaAddress()));
    }

    /// Starts everything and waits until it works. On a failure everything is stopped again.
    public static Cluster start(Options options) {
        Swap.requireFinished(new Home(options.home()));
        Cluster cluster = new Cluster(options);
        Runtime.getRuntime().addShutdownHook(cluster.closing);
        try {
            cluster.startAll();
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    public URI gateway() {
        return URI.create("http://localhost:" + options.ports().of("gateway"));
    }

    public URI user() {
        return address("user-service");
    }

    public URI message() {
        return address("message-service");
    }

    public URI push() {
        return address("push-service");
    }

    /// Where a program listens, past the gateway.
    public URI address(String name) {
        return URI.create("http://127.0.0.1:" + program(name).port());
    }

    /// `kill -9`; the process comes back by itself.
    public void kill9(String name) {
        program(name).child().kill9();
    }

    /// `kill -9`; the process stays away until [#start(String)].
    public void killForGood(String name) {
        program(name).killForGood();
    }

    /// `SIGTERM`; the process stays away until [#start(String)].
    public void stop(String name) {
        program(name).stop();
    }

    /// Starts what was stopped and waits until it works.
    public void start(String name) {
        program(name).start();
    }

    /// From its next start on it is run from the packages of that folder, which may be those of another
    /// version.
    public void runFrom(String name, Path packages) {
        own.elsewhere().put(program(name).name(), packages);
    }

    public void pause(String name) {
        Signals.send(program(name).child().pid(), "STOP");
    }

    public void resume(String name) {
        Signals.send(program(name).child().pid(), "CONT");
    }

    public void killBroker() {
        killForGood("kafka");
    }

    public void startBroker() {
        start("kafka");
    }

    /// Kills the broker and starts one that holds nothing.
    public void wipeBroker() {
        killBroker();
        try {
            Folders.delete(home.kafka());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        startBroker();
    }

    public void killPostgres() {
        killForGood("postgres");
    }

    public void startPostgres() {
        start("postgres");
    }

    /// Waits until everything that is meant to run works.
    public void awaitReady() {
        long end = System.nanoTime() + Duration.ofMinutes(3).toNanos();
        for (Program program : programs.values()) {
            while (program.wanted() && !program.ready()) {
                if (System.nanoTime() > end) {
                    throw new StartException(program.name() + " is not ready.");
                }
                Child.pause(Duration.ofMillis(100));
            }
        }
    }

    public Path logs() {
        return home.folder().resolve("logs");
    }

    public Map<String, Long> pids() {
        Map<String, Long> pids = new LinkedHashMap<>();
        programs.forEach((name, program) -> pids.put(name, program.child().pid()));
        return pids;
    }

    public String bootstrapServers() {
        return infrastructure.kafkaAddress();
    }

    /// The address of a service's database.
    public String jdbcUrl(Service service) {
        return infrastructure.postgres().jdbcUrl(service.database());
    }

    /// The password of the role that owns a service's database; the role has the database's name.
    public String databasePassword(Service service) {
        return own.environment().databasePassword(service);
    }

    /// The secret with which a service gets its token from user-service.
    public String clientSecret(Service service) {
        return ServiceEnvironment.clientSecret(home, service);
    }

    @Override
    public void close() {
        stopAll();
        try {
            Runtime.getRuntime().removeShutdownHook(closing);
        } catch (IllegalStateException alreadyEnding) {
            // The hook itself does the work then.
        }
    }

    private void startAll() {
        infrastructure.programs().forEach(this::add);
        List<Program> early = new ArrayList<>(programs.values());
        List<List<Program>> waves = addServices();
        Program gateway = add(own.gateway());
        @Nullable Program postgres = programs.get("postgres");
        early.remove(postgres);
        AfterRestore afterRestore = new AfterRestore(home, Backlog.of(own.environment()));
        boolean restored = afterRestore.due();

        inParallel(steps -> {
            early.forEach(program -> steps.add(program::start));
            if (!restored) {
                steps.add(gateway::start);
            }
            steps.add(() -> {
                if (postgres != null) {
                    postgres.start();
                    LocalPostgres.requireDurable(infrastructure.postgres());
                }
                options.instances().keySet().forEach(this::prepareDatabase);
                waves.forEach(wave -> inParallel(next -> wave.forEach(program -> next.add(program::start))));
            });
        });
        if (restored) {
            afterRestore.run();
            gateway.start();
        }
    }

    /// The first instance of each service, then the second of each, and so on: a small machine does not
    /// start all of them at once in the time that one of them has.
    private List<List<Program>> addServices() {
        List<List<Program>> waves = new ArrayList<>();
        for (Service service : Service.values()) {
            List<String> names = options.names(service);
            for (int i = 0; i < names.size(); i++) {
                if (waves.size() == i) {
                    waves.add(new ArrayList<>());
                }
                waves.get(i).add(add(own.service(service, names.get(i))));
            }
        }
        return waves;
    }

    private void prepareDatabase(Service service) {
        infrastructure
                .postgres()
                .ensure(
                        service.database(),
                        service.database(),
                        own.environment().databasePassword(service));
    }

    private Program add(Program.Kind kind) {
        Program program = new Program(kind, home, options.lines());
        programs.put(kind.name(), program);
        return program;
    }

    private Program program(String name) {
        Program program = programs.get(name);
        if (program == null) {
            throw new IllegalArgumentException("No " + name + " here, only " + programs.keySet());
        }
        return program;
    }

    /// Who depends on others goes first, the databases last; what does not need one another goes side by
    /// side.
    private synchronized void stopAll() {
        if (!closed) {
            closed = true;
            programs.values().stream()
                    .collect(Collectors.groupingBy(program -> step(program.name()), TreeMap::new, Collectors.toList()))
                    .values()
                    .forEach(group -> inParallel(steps -> group.forEach(program -> steps.add(program::close))));
        }
    }

    private static int step(String name) {
        return switch (name) {
            case "gateway" -> 0;
            case "postgres", "kafka" -> 3;
            default -> name.startsWith(Service.PUSH.moduleName()) ? 1 : 2;
        };
    }

    /// Runs the steps side by side; the first failure is thrown at once.
    private static void inParallel(Consumer<List<Runnable>> collect) {
        List<Runnable> steps = new ArrayList<>();
        collect.accept(steps);
        var executor = Executors.newVirtualThreadPerTaskExecutor();
        ExecutorCompletionService<Void> running = new ExecutorCompletionService<>(executor);
        steps.forEach(step -> running.submit(step, null));
        executor.shutdown();
        try {
            for (int done = 0; done < steps.size(); done++) {
                running.take().get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof StartException start ? start : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("Interrupted while starting.", e);
        }
    }
}
