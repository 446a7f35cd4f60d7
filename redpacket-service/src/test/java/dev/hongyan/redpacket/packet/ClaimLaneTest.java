package dev.hongyan.redpacket.packet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hongyan.contracts.Ids;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClaimLaneTest {
    private static final UUID CROWDED = Ids.v7();
    private static final UUID QUIET = Ids.v7();

    @Test
    void aCrowdAtOnePacketLeavesRoomForTheOthers() {
        ClaimLane lane = new ClaimLane(4, 10, 5);
        assertThat(IntStream.range(0, 8).filter(_ -> lane.offer(claim(CROWDED))).count())
                .isEqualTo(5);
        assertThat(lane.offer(claim(QUIET))).isTrue();
        assertThat(lane.size()).isEqualTo(6);
    }

    @Test
    void noMoreWaitThanTheLaneHolds() {
        ClaimLane lane = new ClaimLane(4, 10, 5);
        assertThat(IntStream.range(0, 20)
                        .filter(_ -> lane.offer(claim(Ids.v7())))
                        .count())
                .isEqualTo(10);
    }

    @Test
    void whoComesAfterACrowdDoesNotWaitBehindIt() throws InterruptedException {
        ClaimLane lane = new ClaimLane(4, 100, 50);
        IntStream.range(0, 50).forEach(_ -> lane.offer(claim(CROWDED)));
        lane.offer(claim(QUIET));

        List<Claiming> first = lane.take();

        assertThat(first).hasSize(4);
        assertThat(first).extracting(Claiming::packet).contains(QUIET);
    }

    @Test
    void packetsTakeTurnsWhenNotAllFit() throws InterruptedException {
        ClaimLane lane = new ClaimLane(2, 100, 50);
        List<UUID> packets = List.of(Ids.v7(), Ids.v7(), Ids.v7(), Ids.v7());
        packets.forEach(packet -> IntStream.range(0, 3).forEach(_ -> lane.offer(claim(packet))));

        assertThat(lane.take()).extracting(Claiming::packet).containsExactlyElementsOf(packets.subList(0, 2));
        assertThat(lane.take()).extracting(Claiming::packet).containsExactlyElementsOf(packets.subList(2, 4));
        assertThat(lane.take()).extracting(Claiming::packet).containsExactlyElementsOf(packets.subList(0, 2));
    }

    @Test
    void claimsOfOnePacketAreTakenInTheirOrder() throws InterruptedException {
        ClaimLane lane = new ClaimLane(2, 100, 50);
        List<Claiming> claims =
                IntStream.range(0, 3).mapToObj(_ -> claim(CROWDED)).toList();
        claims.forEach(lane::offer);
        assertThat(lane.take()).containsExactlyElementsOf(claims.subList(0, 2));
        assertThat(lane.take()).containsExactly(claims.get(2));
        assertThat(lane.size()).isZero();
    }

    private static Claiming claim(UUID packet) {
        return new Claiming(packet, Ids.v7());
    }
}
