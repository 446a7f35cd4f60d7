package dev.hongyan.benchmarks;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import java.util.ArrayList;
import java.util.List;

/// The least that a server can do for a group: gives each frame to all its sockets. Nothing is stored, ordered, checked
/// or gathered.
final class FanoutServer {
    private FanoutServer() {}

    /// @param arguments none; the port is printed
    public static void main(String[] arguments) {
        Vertx vertx = Vertx.vertx();
        List<ServerWebSocket> sockets = new ArrayList<>();
        vertx.createHttpServer(new HttpServerOptions().addWebSocketSubProtocol("hongyan.v1"))
                .webSocketHandler(socket -> {
                    sockets.add(socket);
                    socket.frameHandler(frame -> spread(frame, sockets));
                })
                .listen(0, "127.0.0.1")
                .onSuccess(server -> System.out.println(server.actualPort()))
                .onFailure(failure -> System.exit(1));
    }

    private static void spread(WebSocketFrame frame, List<ServerWebSocket> sockets) {
        if (frame.isText()) {
            String text = frame.textData();
            for (ServerWebSocket socket : sockets) {
                socket.writeFrame(WebSocketFrame.textFrame(text, true));
            }
        }
    }
}
