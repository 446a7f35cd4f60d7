package dev.hongyan.user.account;

import com.github.promeg.pinyinhelper.Pinyin;
import java.util.Locale;
import java.util.Map;

/// How a name is read and searched. Letters that are not Chinese stand for themselves.
///
/// @param pinyin   syllables with spaces between, lower case: `zhang san feng`
/// @param search   the same without spaces: `zhangsanfeng`
/// @param initials the first letters: `zsf`
record Reading(String pinyin, String search, String initials) {
    /// Characters that are read otherwise when they are a surname.
    private static final Map<Integer, String> SURNAMES = Map.ofEntries(
            Map.entry((int) '单', "shan"),
            Map.entry((int) '曾', "zeng"),
            Map.entry((int) '查', "zha"),
            Map.entry((int) '解', "xie"),
            Map.entry((int) '仇', "qiu"),
            Map.entry((int) '任', "ren"),
            Map.entry((int) '区', "ou"),
            Map.entry((int) '朴', "piao"),
            Map.entry((int) '翟', "zhai"),
            Map.entry((int) '盖', "ge"),
            Map.entry((int) '乐', "yue"),
            Map.entry((int) '覃', "qin"));

    static Reading of(String name) {
        StringBuilder pinyin = new StringBuilder();
        StringBuilder initials = new StringBuilder();
        boolean wordBegins = true;
        boolean first = true;
        for (int character : name.codePoints().toArray()) {
            String syllable = syllable(character, first);
            first = false;
            if (!syllable.isEmpty()) {
                separate(pinyin);
                pinyin.append(syllable);
                initials.append(syllable.charAt(0));
                wordBegins = true;
            } else if (Character.isLetterOrDigit(character)) {
                if (wordBegins) {
                    separate(pinyin);
                    initials.appendCodePoint(Character.toLowerCase(character));
                }
                pinyin.appendCodePoint(Character.toLowerCase(character));
                wordBegins = false;
            } else {
                wordBegins = true;
            }
        }
        String spaced = pinyin.toString();
        return new Reading(spaced, spaced.replace(" ", ""), initials.toString());
    }

    /// A text as names are compared with it: lower case, no spaces around.
    static String searchForm(String text) {
        return text.strip().toLowerCase(Locale.ROOT);
    }

    private static String syllable(int character, boolean first) {
        if (first && SURNAMES.containsKey(character)) {
            return SURNAMES.getOrDefault(character, "");
        }
        boolean chinese = Character.isBmpCodePoint(character) && Pinyin.isChinese((char) character);
        return chinese ? Pinyin.toPinyin((char) character).toLowerCase(Locale.ROOT) : "";
    }

    private static void separate(StringBuilder text) {
        if (!text.isEmpty()) {
            text.append(' ');
        }
    }
}
