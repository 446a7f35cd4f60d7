package dev.hongyan.user.account;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadingTest {
    @ParameterizedTest
    @CsvSource({
        "张三丰, zhang san feng, zhangsanfeng, zsf",
        "曾国藩, zeng guo fan, zengguofan, zgf",
        "单, shan, shan, s",
        "Alice Wang, alice wang, alicewang, aw",
        "王Bob, wang bob, wangbob, wb",
        "Bob王2, bob wang 2, bobwang2, bw2",
        "李 雷, li lei, lilei, ll",
        "Ünal, ünal, ünal, ü",
        "'😀😀', '', '', ''"
    })
    void readsANameAsItIsSearched(String name, String pinyin, String search, String initials) {
        assertThat(Reading.of(name)).isEqualTo(new Reading(pinyin, search, initials));
    }
}
