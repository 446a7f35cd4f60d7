package dev.hongyan.redpacket.wallet;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.hongyan.redpacket.RedPacketServiceTest;
import dev.hongyan.redpacket.wallet.MoneyConfig.Mode;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

@QuarkusTest
@SuppressWarnings("NullAway.Init") // injected
class BooksCurrencyTest extends RedPacketServiceTest {
    @Inject
    BooksCurrency currency;

    @Test
    void booksThatWereBegunInAnotherCurrencyOrModeAreNotGoneOnWith() {
        assertThatCode(() -> currency.require("CNY", Mode.CASH)).doesNotThrowAnyException();
        assertThatIllegalStateException()
                .isThrownBy(() -> currency.require("EUR", Mode.CASH))
                .withMessageContaining("CNY");
        assertThatIllegalStateException()
                .isThrownBy(() -> currency.require("CNY", Mode.POINTS))
                .withMessageContaining("CASH");
    }
}
