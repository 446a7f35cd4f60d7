package dev.hongyan.kit.call;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// The instances of a service that is called. They take turns; one that failed comes after the others for a second, and
/// twice as long each further time, up to eight seconds: a process that was stopped costs every try its time-out.
///
/// A caller whose call may be repeated goes on to the next one when one fails.
public final class Instances {
    private static final long FIRST_PAUSE_NANOS = 1_000_000_000L;
    private static final long LONGEST_PAUSE_NANOS = 8 * FIRST_PAUSE_NANOS;

    private final List<Instance> all;
    private final AtomicInteger turn = new AtomicInteger();

    /// One of them, by its address.
    public static final class Instance {
        private final String url;
        private long pause;
        private long avoidUntil = System.nanoTime();

        private Instance(String url) {
            this.url = url;
        }

        /// Where it is, without a slash at the end.
        public String url() {
            return url;
        }

        /// It gave no answer, or none of use.
        public synchronized void failed() {
            pause = Math.clamp(2 * pause, FIRST_PAUSE_NANOS, LONGEST_PAUSE_NANOS);
            avoidUntil = System.nanoTime() + pause;
        }

        /// It is well.
        public synchronized void answered() {
            pause = 0;
            avoidUntil = System.nanoTime();
        }

        private synchronized boolean avoided() {
            return System.nanoTime() - avoidUntil < 0;
        }
    }

    /// A call that blocks and may be repeated.
    @FunctionalInterface
    public interface Call<T> {
        /// @throws IOException when there is no answer, or none of use
        T at(String url) throws IOException;
    }

    public Instances(List<String> urls) {
        all = urls.stream().map(Instance::new).toList();
    }

    /// What the first instance answers that answers.
    ///
    /// @throws IOException when none does; of the last one that was tried
    public <T> T call(Call<T> call) throws IOException {
        IOException failure = new IOException("no instances");
        for (Instance instance : inTurn()) {
            try {
                T answer = call.at(instance.url());
                instance.answered();
                return answer;
            } catch (IOException e) {
                instance.failed();
                failure = e;
            }
        }
        throw failure;
    }

    /// All of them, in the order in which they are to be tried now.
    public List<Instance> inTurn() {
        int first = Math.floorMod(turn.getAndIncrement(), all.size());
        List<Instance> ordered = new ArrayList<>(all.size());
        List<Instance> avoided = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            Instance instance = all.get((first + i) % all.size());
            (instance.avoided() ? avoided : ordered).add(instance);
        }
        ordered.addAll(avoided);
        return ordered;
    }
}
