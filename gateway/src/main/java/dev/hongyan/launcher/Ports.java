package dev.hongyan.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/// Ports of this machine.
public final class Ports {
    private static final int FIRST = 20_000;
    private static final int LAST = 32_000;

    /// A port that was drawn is listened on only a while later, so nobody else may draw it until then.
    private static final Set<Integer> DRAWN = ConcurrentHashMap.newKeySet();

    private Ports() {}

    /// A port that nobody listens on. It lies below the ephemeral range: one from inside it may be taken at any moment
    /// by an outgoing connection, and then a server cannot return to it after a restart. Each is given out once.
    public static int free() {
        for (int attempt = 0; attempt < 1_000; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
            if (DRAWN.add(port) && isFree(port)) {
                return port;
            }
        }
        throw new StartException("No free port between " + FIRST + " and " + LAST + ".");
    }

    /// Whether a server can listen there: tried on all addresses and on the loopback one, as a listener on one of them
    /// does not always refuse the other.
    public static boolean isFree(int port) {
        return canBind(new InetSocketAddress(port))
                && canBind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    static boolean answers(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
            return true;
        } catch (IOException refused) {
            return false;
        }
    }

    private static boolean canBind(InetSocketAddress address) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(address);
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
