package dev.hongyan.push.socket;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;

/// What the server's own settings cannot say.
@Singleton
class ServerOptions implements HttpServerOptionsCustomizer {
    /// A peer that does not answer a close is hung up on after so long.
    private static final int CLOSING_SECONDS = 2;

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        options.setPerFrameWebSocketCompressionSupported(false); // the older form, on by default
        options.setWebSocketClosingTimeout(CLOSING_SECONDS);
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        customizeHttpServer(options);
    }
}
