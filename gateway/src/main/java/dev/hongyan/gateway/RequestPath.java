package dev.hongyan.gateway;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The path of a request, read in the only way in which the gateway and a service cannot disagree on it.
///
/// @param raw as it came, without the query
/// @param segments decoded
record RequestPath(String raw, List<String> segments) {

    /// The path, or null when there is more than one way to read it: dot segments, doubled slashes, parameters after a
    /// semicolon, backslashes, escaped separators, bytes that are no UTF-8, another form than the origin one.
    static @Nullable RequestPath parse(String uri) {
        int query = uri.indexOf('?');
        String raw = query < 0 ? uri : uri.substring(0, query);
        if (!raw.startsWith("/") || !isPlain(uri)) {
            return null;
        }
        String[] parts = raw.substring(1).split("/", -1);
        for (int i = 0; i < parts.length; i++) {
            @Nullable String decoded = decode(parts[i]);
            boolean emptyInside = parts[i].isEmpty() && i < parts.length - 1;
            if (decoded == null || emptyInside || decoded.equals(".") || decoded.equals("..")) {
                return null;
            }
            parts[i] = decoded;
        }
        return new RequestPath(raw, Arrays.asList(parts));
    }

    String segment(int index) {
        return index < segments.size() ? segments.get(index) : "";
    }

    private static boolean isPlain(String uri) {
        boolean inQuery = false;
        for (int i = 0; i < uri.length(); i++) {
            char c = uri.charAt(i);
            if (c <= ' ' || c >= 127 || c == '#' || (!inQuery && (c == '\\' || c == ';'))) {
                return false;
            }
            inQuery |= c == '?';
        }
        return true;
    }

    private static @Nullable String decode(String part) {
        if (part.indexOf('%') < 0) {
            return part;
        }
        ByteBuffer bytes = ByteBuffer.allocate(part.length());
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            if (c != '%') {
                bytes.put((byte) c);
                continue;
            }
            int value = i + 2 <= part.length() - 1 ? hex(part.charAt(i + 1)) * 16 + hex(part.charAt(i + 2)) : -1;
            if (value <= ' ' || value == 127 || "/\\.%;".indexOf(value) >= 0) {
                return null;
            }
            bytes.put((byte) value);
            i += 2;
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private static int hex(char c) {
        int digit = c < 128 ? Character.digit(c, 16) : -1;
        return digit < 0 ? -1_000 : digit;
    }
}
