package dev.hongyan.benchmarks;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import java.util.ArrayList;
import java.util.List;

/// The least that a server of sockets can do: gives each frame to the socket that its first bytes name. A program of
/// its
/// own, so that its time is not the generator's.
final class ForwardServer {
    static final int TARGET_DIGITS = 6;

    private ForwardServer() {}

    /// @param arguments none; the port is printed
    public static void main(String[] arguments) {
        Vertx vertx = Vertx.vertx();
        List<ServerWebSocket> sockets = new ArrayList<>();
        vertx.createHttpServer(new HttpServerOptions().addWebSocketSubProtocol("hongyan.v1"))
                .webSocketHandler(socket -> {
                    sockets.add(socket);
                    socket.frameHandler(frame -> forward(frame, sockets));
                })
                .listen(0, "127.0.0.1")
                .onSuccess(server -> System.out.println(server.actualPort()))
                .onFailure(failure -> System.exit(1));
    }

    private static void forward(WebSocketFrame frame, List<ServerWebSocket> sockets) {
        if (frame.isText()) {
            Buffer bytes = frame.binaryData();
            int target = 0;
            for (int i = 0; i < TARGET_DIGITS; i++) {
                target = target * 10 + bytes.getByte(i) - '0';
            }
            sockets.get(target % sockets.size()).writeFrame(WebSocketFrame.textFrame(frame.textData(), true));
        }
    }
}
