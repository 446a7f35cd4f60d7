package dev.hongyan.launcher;

import java.nio.file.Path;
import java.util.List;

/// `./hongyan train`: lets the programs of this build start faster from now on.
record Train(CommandLine line) {

    int run() {
        // Whoever runs on servers of his own has his data there.
        for (String own : List.of("HONGYAN_POSTGRES_URL", "HONGYAN_KAFKA")) {
            if (!System.getenv().getOrDefault(own, "").isEmpty()) {
                throw new StartException(Texts.text("train-own-servers", own));
            }
        }
        long begun = System.nanoTime();
        Path folder = line.home().folder().resolve("run/training");
        Training.of(line.options().instances(1).onFreePorts(), folder);
        System.out.println(Texts.text("train-done", (System.nanoTime() - begun) / 1_000_000_000));
        return 0;
    }
}
