package dev.hongyan.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProblemCodeTest {
    @ParameterizedTest
    @EnumSource(ProblemCode.class)
    void hasWordsInBothLanguagesAndAStatus(ProblemCode code) {
        assertThat(code.title(Locale.ENGLISH)).isNotBlank().isNotEqualTo(code.title(Locale.SIMPLIFIED_CHINESE));
        assertThat(code.detail(Locale.ENGLISH)).isNotBlank().isNotEqualTo(code.detail(Locale.SIMPLIFIED_CHINESE));
        assertThat(code.status()).isBetween(400, 504);
        assertThat(ProblemCode.ofCode(code.code())).contains(code);
        assertThat(code.type()).isEqualTo("/problems/" + code.code());
    }
}
