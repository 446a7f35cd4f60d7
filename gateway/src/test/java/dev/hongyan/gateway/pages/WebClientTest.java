package dev.hongyan.gateway.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebClientTest {
    private static final Pattern LINKED = Pattern.compile("(?:src|href)=\"(/[^\"]+)\"");

    private final Pages pages = new Pages("1.2.3");

    /// Without Node the client is not built, and there is nothing to serve.
    @BeforeEach
    void isBuilt() {
        assumeThat(Resources.bytes("/web/index.html")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/login",
                "/chats",
                "/chats/01a1fea8-4b1d-7f68-8456-f265161bb665/info",
                "/chats/01a1fea8-4b1d-7f68-8456-f265161bb665/packets/01a1fea8-4b1d-7f68-8456-f265161bb666",
                "/settings/devices",
                "/invitations/a.b_c-d"
            })
    void showsTheSamePageForEachOfItsViews(String path) {
        Page page = page(path);

        assertThat(page.contentType()).isEqualTo("text/html; charset=utf-8");
        assertThat(page.content()).isEqualTo(page("/").content());
        assertThat(page.lasting()).isFalse();
    }

    @Test
    void holdsAllThatItsPageNames() {
        Matcher linked = LINKED.matcher(page("/").content().toString());
        int count = 0;
        while (linked.find()) {
            assertThat(pages.find(linked.group(1), Locale.ENGLISH))
                    .as(linked.group(1))
                    .isPresent();
            count++;
        }
        assertThat(count).isGreaterThan(4);
    }

    @Test
    void runsNothingThatStandsInThePage() {
        Page page = page("/");

        assertThat(page.policy()).doesNotContain("unsafe").contains("script-src 'self'", "frame-ancestors 'none'");
        assertThat(page.content().toString())
                .doesNotContainPattern("<script(?![^>]* src=)")
                .doesNotContain("style=");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/index",
                "/assets",
                "/assets/",
                "/assets/../index.html",
                "/web/index.html",
                "/chats/%2e%2e",
                "/x/y.js"
            })
    void hasNoOtherPaths(String path) {
        assertThat(pages.find(path, Locale.ENGLISH)).isEmpty();
    }

    private Page page(String path) {
        return pages.find(path, Locale.ENGLISH).orElseThrow();
    }
}
