package dev.hongyan.launcher;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A process that is meant to run: when it ends by itself it is started again.
final class Program {
    /// A machine that does much else needs ten times as long as a quiet one.
    private static final Duration START = Duration.ofMinutes(3);
    private static final Duration STOP = Duration.ofSeconds(25);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Duration STEADY = Duration.ofMinutes(1);

    /// How a program is started, told to end and known to work.
    ///
    /// @param prepare what must be done before each launch; may take long
    /// @param launch starts the process and does not wait for it
    /// @param endedInPassing whether it failed for a reason that is gone in a moment
    record Kind(
            String name,
            int port,
            String stopSignal,
            Runnable prepare,
            Supplier<Child> launch,
            BooleanSupplier ready,
            Predicate<Child> endedInPassing) {
        Kind(String name, int port, String stopSignal, Supplier<Child> launch, BooleanSupplier ready) {
            this(name, port, stopSignal, () -> {}, launch, ready, _ -> false);
        }
    }

    private final Kind kind;
    private final Home home;
    private final Consumer<String> lines;
    private volatile @Nullable Child child;
    private volatile boolean wanted;
    private volatile boolean closed;

    Program(Kind kind, Home home, Consumer<String> lines) {
        this.kind = kind;
        this.home = home;
        this.lines = lines;
    }

    String name() {
        return kind.name();
    }

    int port() {
        return kind.port();
    }

    boolean ready() {
        Child current = child;
        return current != null && current.alive() && kind.ready().getAsBoolean();
    }

    boolean wanted() {
        return wanted;
    }

    /// Starts it, waits until it works and sees to it from then on.
    void start() {
        kind.prepare().run();
        Child started = Child.startReady(
                this::launch,
                kind.ready(),
                START,
                ended -> wanted && kind.endedInPassing().test(ended));
        Thread.ofVirtual().name("watch-" + name()).start(() -> watch(started));
    }

    /// Ends it in order; it stays away until it is started again.
    synchronized void stop() {
        end(current -> current.stop(kind.stopSignal(), STOP));
    }

    /// Kills it; it stays away until it is started again.
    synchronized void killForGood() {
        end(Child::kill9);
    }

    synchronized void close() {
        closed = true;
        stop();
    }

    /// The process as it is now.
    Child child() {
        Child current = child;
        if (current == null) {
            throw new IllegalStateException(name() + " was never started.");
        }
        return current;
    }

    /// Waits for nothing, so that a program that is still starting can be stopped, and is known as soon as it runs.
    private synchronized Child launch() {
        if (closed) {
            throw new StartException(name() + " is not started any more.");
        }
        wanted = true;
        Child started = kind.launch().get();
        child = started;
        home.started(name(), started.pid(), port());
        return started;
    }

    private void end(Consumer<Child> how) {
        wanted = false;
        Child current = child;
        if (current != null) {
            how.accept(current);
            home.ended(name());
        }
    }

    private void watch(Child first) {
        Child current = first;
        Duration pause = FIRST_PAUSE;
        try {
            while (true) {
                long since = System.nanoTime();
                int code = current.process().waitFor();
                if (!isMissed(current)) {
                    return;
                }
                if (System.nanoTime() - since > STEADY.toNanos()) {
                    pause = FIRST_PAUSE;
                }
                lines.accept(Texts.text("ended", name(), code, pause.toSeconds(), current.log()));
                Thread.sleep(pause);
                Duration doubled = pause.multipliedBy(2);
                pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
                current = again(current);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// The next process, or the dead one when it could not be started, for the next round.
    private Child again(Child ended) {
        try {
            if (isMissed(ended)) {
                kind.prepare().run();
            }
            return replace(ended);
        } catch (RuntimeException e) {
            // Also what nobody thought of, such as a full disk: who does not watch any more never starts it again.
            lines.accept(e instanceof StartException ? e.getMessage() : name() + ": " + e);
            return ended;
        }
    }

    private synchronized Child replace(Child ended) {
        return isMissed(ended) ? launch() : ended;
    }

    /// Whether it ended by itself. Asked between two of its starts and ends, and not in the midst of one.
    private synchronized boolean isMissed(Child ended) {
        return wanted && !closed && ended.equals(child);
    }
}
