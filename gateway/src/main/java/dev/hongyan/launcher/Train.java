package dev.hongyan.launcher;

import java.nio.file.Path;

/// `./hongyan train`: lets the programs of this build start faster from now on.
record Train(CommandLine line) {

    int run() {
        long begun = System.nanoTime();
        Path folder = line.home().folder().resolve("run/training");
        Training.of(line.options().instances(1).onFreePorts(), folder);
        System.out.println(Texts.text("train-done", (System.nanoTime() - begun) / 1_000_000_000));
        return 0;
    }
}
