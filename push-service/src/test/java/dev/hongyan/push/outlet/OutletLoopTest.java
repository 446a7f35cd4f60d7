package dev.hongyan.push.outlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hongyan.push.Wire;
import dev.hongyan.push.messagelog.LogRun;
import dev.hongyan.push.messagelog.Runs;
import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OutletLoopTest {
    private static final UUID CONVERSATION = UUID.randomUUID();
    private static final Duration WINDOW = Duration.ofHours(1);

    /// Runs when it is told to.
    private final EmbeddedChannel loop = new EmbeddedChannel();
    private final OutletLoop outlets = new OutletLoop(loop.eventLoop(), WINDOW, new Backlog(Long.MAX_VALUE));
    private final List<EmbeddedChannel> written = new ArrayList<>();

    /// Notes in which order the sockets are written to.
    private final class Notes extends ChannelOutboundHandlerAdapter {
        @Override
        public void write(ChannelHandlerContext context, Object bytes, ChannelPromise promise) {
            written.add((EmbeddedChannel) context.channel());
            var _ = context.write(bytes, promise);
        }
    }

    private static final class Fails extends ChannelOutboundHandlerAdapter {
        @Override
        public void write(ChannelHandlerContext context, Object bytes, ChannelPromise promise) {
            ReferenceCountUtil.release(bytes);
            promise.setFailure(new IOException("no room"));
        }
    }

    private static final class NoMemory extends AbstractByteBufAllocator {
        @Override
        protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
            throw new OutOfMemoryError("none left");
        }

        @Override
        protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
            throw new OutOfMemoryError("none left");
        }

        @Override
        public boolean isDirectBufferPooled() {
            return false;
        }
    }

    private static LogRun run(long seq) {
        return Runs.of(CONVERSATION, seq, seq, "x");
    }

    private static ByteBuf next(EmbeddedChannel channel) {
        return Objects.requireNonNull(channel.<ByteBuf>readOutbound());
    }

    /// Now and then a buffer is wrapped once more, to find leaks.
    private static ByteBuf memory(ByteBuf buffer) {
        ByteBuf inner = buffer.unwrap();
        return inner == null ? buffer : memory(inner);
    }

    @Test
    void socketsThatGetTheSameShareItsBytes() {
        EmbeddedChannel one = new EmbeddedChannel();
        EmbeddedChannel other = new EmbeddedChannel();
        EmbeddedChannel late = new EmbeddedChannel();
        LogRun first = run(1);
        LogRun second = run(2);
        for (EmbeddedChannel each : List.of(one, other)) {
            Outlet outlet = new Outlet(each, outlets);
            outlet.add(Kind.CROWDED, first);
            outlet.add(Kind.CROWDED, second);
        }
        new Outlet(late, outlets).add(Kind.CROWDED, second);
        loop.runPendingTasks();

        ByteBuf toOne = next(one);
        ByteBuf toOther = next(other);
        ByteBuf toLate = next(late);
        assertThat(memory(toOne)).isSameAs(memory(toOther)).isNotSameAs(memory(toLate));
        assertThat(Wire.frames(toOne)).singleElement().asString().contains("\"seq\":1", "\"seq\":2");
        assertThat(Wire.frames(toOther)).singleElement().asString().contains("\"seq\":1", "\"seq\":2");
        assertThat(Wire.frames(toLate)).singleElement().asString().doesNotContain("\"seq\":1");
        toOne.release();
        toLate.release();
        assertThat(toOther.refCnt()).isOne();
        toOther.release();
        assertThat(toOther.refCnt()).isZero();
    }

    @Test
    void whatOnlyOneGetsIsNotSharedEvenBesideWhatAllGet() {
        EmbeddedChannel one = new EmbeddedChannel();
        EmbeddedChannel other = new EmbeddedChannel();
        LogRun shared = run(1);
        Outlet own = new Outlet(one, outlets);
        own.add(Kind.CROWDED, shared);
        own.add(Kind.ANSWER, new byte[] {'{', '}'});
        new Outlet(other, outlets).add(Kind.CROWDED, shared);
        loop.runPendingTasks();

        assertThat(Wire.frames(next(one))).hasSize(2).last().isEqualTo("{}");
        assertThat(Wire.frames(next(other))).singleElement().asString().contains("\"seq\":1");
    }

    @Test
    void whatFewWaitForIsWrittenBeforeWhatACrowdGets() {
        LogRun shared = run(1);
        List<EmbeddedChannel> crowd = IntStream.range(0, 200)
                .mapToObj(i -> new EmbeddedChannel(new Notes()))
                .toList();
        crowd.forEach(each -> new Outlet(each, outlets).add(Kind.CROWDED, shared));
        EmbeddedChannel one = new EmbeddedChannel(new Notes());

        new Outlet(one, outlets).add(Kind.LIVE, run(1));
        loop.runPendingTasks();

        assertThat(written).hasSize(201).startsWith(one);
    }

    @Test
    void aCrowdIsNotShutOutByThoseInAHurry() {
        EmbeddedChannel crowd = new EmbeddedChannel(new Notes());
        new Outlet(crowd, outlets).add(Kind.CROWDED, run(1));
        IntStream.range(0, 200)
                .mapToObj(i -> new Outlet(new EmbeddedChannel(new Notes()), outlets))
                .forEach(each -> each.add(Kind.LIVE, run(1)));

        loop.runPendingTasks();

        assertThat(written.indexOf(crowd)).isLessThan(10);
    }

    @Test
    void underLoadASocketIsWrittenToOnceInAWindow() {
        List<EmbeddedChannel> channels =
                IntStream.range(0, 150).mapToObj(i -> new EmbeddedChannel()).toList();
        List<Outlet> all =
                channels.stream().map(each -> new Outlet(each, outlets)).toList();
        all.forEach(each -> each.add(Kind.CROWDED, run(1)));
        loop.runPendingTasks();
        channels.forEach(each -> next(each).release());

        all.forEach(each -> each.add(Kind.CROWDED, run(2)));
        all.forEach(each -> each.add(Kind.CROWDED, run(3)));
        loop.runPendingTasks();
        assertThat(channels)
                .allSatisfy(each -> assertThat(each.<ByteBuf>readOutbound()).isNull());
        loop.advanceTimeBy(WINDOW.toMinutes() + 1, TimeUnit.MINUTES);
        loop.runScheduledPendingTasks();
        loop.runPendingTasks();

        assertThat(channels)
                .allSatisfy(each -> assertThat(Wire.frames(next(each)))
                        .singleElement()
                        .asString()
                        .contains("\"seq\":2", "\"seq\":3"));
    }

    @Test
    void aSocketThatCannotBeWrittenToIsHungUpOn() {
        EmbeddedChannel broken = new EmbeddedChannel(new Fails());

        new Outlet(broken, outlets).add(Kind.LIVE, run(1));
        loop.runPendingTasks();
        broken.runPendingTasks();

        assertThat(broken.isOpen()).isFalse();
    }

    @Test
    void aSocketForWhichThereIsNoMemoryLeavesTheOthersTheirTurn() {
        EmbeddedChannel broken = new EmbeddedChannel();
        broken.config().setAllocator(new NoMemory());
        EmbeddedChannel other = new EmbeddedChannel();

        new Outlet(broken, outlets).add(Kind.LIVE, run(1));
        new Outlet(other, outlets).add(Kind.LIVE, run(1));
        loop.runPendingTasks();
        broken.runPendingTasks();

        assertThat(Wire.frames(next(other))).hasSize(1);
        assertThat(broken.isOpen()).isFalse();
    }

    @Test
    void whatCannotBePutTogetherEndsItsOwnSocketOnly() {
        LogRun good = run(1);
        LogRun bad = new LogRun(CONVERSATION, 1, 1, new byte[1], good.entries());
        EmbeddedChannel broken = new EmbeddedChannel();
        EmbeddedChannel other = new EmbeddedChannel();

        new Outlet(broken, outlets).add(Kind.LIVE, bad);
        new Outlet(other, outlets).add(Kind.LIVE, good);
        loop.runPendingTasks();

        assertThat(broken.isOpen()).isFalse();
        assertThat(Wire.frames(next(other))).hasSize(1);
    }
}
