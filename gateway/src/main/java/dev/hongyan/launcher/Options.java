package dev.hongyan.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// How a [Cluster] is run.
///
/// @param root the source tree whose packages are run, or a copy of them that is laid out like it
/// @param home the state folder
/// @param instances how many of each service; who is not named does not run
/// @param environment what the services are given besides, by name of the service; under `""` for all of them
/// @param demo whether there are demonstration accounts
/// @param publicUrl where people reach the gateway; empty for its own address
/// @param lines is told in one line what happens
/// @param recording whether the services keep what they see for their next start, see [Training]
public record Options(
        Path root,
        Path home,
        PortPlan ports,
        Map<Service, Integer> instances,
        Map<String, Map<String, String>> environment,
        boolean demo,
        String publicUrl,
        Consumer<String> lines,
        boolean recording) {

    /// One instance of each service, on free ports, in a temporary folder.
    public static Options temporary() {
        try {
            Path root = Home.findRoot();
            Path home = Files.createTempDirectory("hongyan").toRealPath();
            return new Options(root, home, PortPlan.free(), each(1), Map.of(), true, "", System.out::println, false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// As many of every service.
    static Map<Service, Integer> each(int count) {
        return Arrays.stream(Service.values()).collect(Collectors.toUnmodifiableMap(service -> service, _ -> count));
    }

    /// As many of every service.
    public Options instances(int count) {
        return new Options(root, home, ports, each(count), environment, demo, publicUrl, lines, recording);
    }

    public Options with(Service service, int count) {
        Map<Service, Integer> changed = new HashMap<>(instances);
        changed.put(service, count);
        return new Options(root, home, ports, Map.copyOf(changed), environment, demo, publicUrl, lines, recording);
    }

    public Options only(Service... services) {
        Map<Service, Integer> changed = new HashMap<>(instances);
        changed.keySet().retainAll(List.of(services));
        return new Options(root, home, ports, Map.copyOf(changed), environment, demo, publicUrl, lines, recording);
    }

    /// Gives a setting to one service, or with `""` to all.
    public Options set(String service, String name, String value) {
        Map<String, Map<String, String>> changed = new HashMap<>(environment);
        Map<String, String> settings = new HashMap<>(changed.getOrDefault(service, Map.of()));
        settings.put(name, value);
        changed.put(service, Map.copyOf(settings));
        return new Options(root, home, ports, instances, Map.copyOf(changed), demo, publicUrl, lines, recording);
    }

    /// Runs the packages of that folder.
    public Options root(Path packages) {
        return new Options(packages, home, ports, instances, environment, demo, publicUrl, lines, recording);
    }

    public Options home(Path folder) {
        return new Options(root, folder, ports, instances, environment, demo, publicUrl, lines, recording);
    }

    Options onFreePorts() {
        return new Options(root, home, PortPlan.free(), instances, environment, demo, publicUrl, lines, recording);
    }

    Options recorded() {
        return new Options(root, home, ports, instances, environment, demo, publicUrl, lines, true);
    }

    public Options demo(boolean wanted) {
        return new Options(root, home, ports, instances, environment, wanted, publicUrl, lines, recording);
    }

    public Options lines(Consumer<String> listener) {
        return new Options(root, home, ports, instances, environment, demo, publicUrl, listener, recording);
    }

    /// The names of a service's instances: `push-service`, or `push-service#1` and `push-service#2`.
    List<String> names(Service service) {
        int count = instances.getOrDefault(service, 0);
        if (count == 1) {
            return List.of(service.moduleName());
        }
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> service.moduleName() + "#" + number)
                .toList();
    }
}
