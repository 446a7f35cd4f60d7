package dev.hongyan.gateway.pages;

import io.vertx.core.buffer.Buffer;

/// Something to send as it is.
///
/// @param lasting whether a browser may keep it for a day
public record Page(String contentType, Buffer content, boolean lasting) {

    static Page html(String text) {
        return new Page("text/html; charset=utf-8", Buffer.buffer(text), false);
    }

    static Page of(String contentType, String text) {
        return new Page(contentType, Buffer.buffer(text), false);
    }
}
