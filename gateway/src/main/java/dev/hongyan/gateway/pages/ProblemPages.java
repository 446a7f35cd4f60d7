package dev.hongyan.gateway.pages;

import dev.hongyan.contracts.ProblemCode;
import java.util.Locale;

/// The pages that the `type` of a problem points at.
final class ProblemPages {
    private ProblemPages() {}

    static Page all(Locale language) {
        String title = Layout.isChinese(language) ? "错误一览" : "Problems";
        StringBuilder rows = new StringBuilder();
        for (ProblemCode problem : ProblemCode.values()) {
            rows.append("<tr><td><a href=\"")
                    .append(problem.type())
                    .append("\"><code>")
                    .append(problem.code());
            rows.append("</code></a></td><td>").append(problem.status()).append("</td><td>");
            rows.append(Layout.escape(problem.title(language))).append("</td></tr>\n");
        }
        String head = Layout.isChinese(language)
                ? "<th scope=\"col\">代码</th><th scope=\"col\">状态</th><th scope=\"col\">含义</th>"
                : "<th scope=\"col\">Code</th><th scope=\"col\">Status</th><th scope=\"col\">Meaning</th>";
        return Layout.page(
                "/problems",
                language,
                title,
                "<h1>" + title + "</h1>\n<div class=\"wide\" tabindex=\"0\">" + "<table><thead><tr>" + head
                        + "</tr></thead><tbody>\n" + rows + "</tbody></table></div>");
    }

    /// One problem in both languages, the reader's first.
    static Page one(ProblemCode problem, Locale language) {
        Locale other = Layout.isChinese(language) ? Locale.ENGLISH : Locale.SIMPLIFIED_CHINESE;
        String body = "<p class=\"status\"><code>" + problem.type() + "</code> · HTTP " + problem.status() + "</p>\n"
                + section(problem, language, "h1") + section(problem, other, "h2") + "<p>"
                + repeatable(problem, language)
                + "</p>";
        return Layout.page(problem.type(), language, problem.title(language), body);
    }

    private static String section(ProblemCode problem, Locale language, String heading) {
        return "<section lang=\"" + language.toLanguageTag() + "\"><" + heading + ">"
                + Layout.escape(problem.title(language)) + "</" + heading + "><p>"
                + Layout.escape(problem.detail(language)) + "</p></section>\n";
    }

    private static String repeatable(ProblemCode problem, Locale language) {
        if (problem.retryable()) {
            return Layout.isChinese(language)
                    ? "同一请求稍后重试可能成功；若有 <code>Retry-After</code>，请等待该秒数。"
                    : "The same request may succeed later; wait as long as <code>Retry-After</code> says.";
        }
        return Layout.isChinese(language) ? "原样重试同一请求不会成功。" : "Repeating the same request unchanged will not help.";
    }
}
