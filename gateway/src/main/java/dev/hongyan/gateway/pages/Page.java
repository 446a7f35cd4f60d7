package dev.hongyan.gateway.pages;

import io.vertx.core.buffer.Buffer;

/// Something to send as it is.
///
/// @param lasting whether a browser may keep it
/// @param policy  what a browser may load and run for it
public record Page(String contentType, Buffer content, boolean lasting, String policy) {
    /// Nothing from elsewhere and no framing. Swagger UI sets styles on elements and draws its signs from data
    /// addresses.
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
            + " img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    Page(String contentType, Buffer content, boolean lasting) {
        this(contentType, content, lasting, POLICY);
    }

    static Page html(String text) {
        return new Page("text/html; charset=utf-8", Buffer.buffer(text), false);
    }

    static Page of(String contentType, String text) {
        return new Page(contentType, Buffer.buffer(text), false);
    }
}
