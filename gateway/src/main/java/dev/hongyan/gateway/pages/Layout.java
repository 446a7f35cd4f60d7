package dev.hongyan.gateway.pages;

import java.util.Locale;

/// The frame around every page.
final class Layout {
    private static final String FRAME = Resources.own("layout.html");

    private Layout() {}

    /// @param path the page's own one, for the link to the other language
    static Page page(String path, Locale language, String title, String body) {
        boolean chinese = isChinese(language);
        return Page.html(FRAME.replace("{{lang}}", language.toLanguageTag())
                .replace("{{title}}", escape(title))
                .replace("{{skip}}", chinese ? "跳到正文" : "Skip to the content")
                .replace("{{home}}", chinese ? "首页" : "Home")
                .replace("{{calls}}", chinese ? "接口" : "API")
                .replace("{{socket}}", chinese ? "长连接" : "Socket")
                .replace("{{problems}}", chinese ? "错误" : "Problems")
                .replace("{{query}}", chinese ? "?lang=zh" : "?lang=en")
                .replace("{{other}}", path + (chinese ? "?lang=en" : "?lang=zh"))
                .replace("{{otherTag}}", chinese ? "en" : "zh-CN")
                .replace("{{otherName}}", chinese ? "English" : "中文")
                .replace("{{body}}", body));
    }

    static boolean isChinese(Locale language) {
        return language.getLanguage().equals("zh");
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
