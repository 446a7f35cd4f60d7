package dev.hongyan.launcher;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;

/// Asks a program over HTTP whether it works.
final class Probe {
    private Probe() {}

    static boolean ready(int port, String path) {
        return status(port, path) == 200;
    }

    /// The status, 0 when nobody answers.
    static int status(int port, String path) {
        try {
            HttpURLConnection connection = (HttpURLConnection)
                    URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
            connection.setConnectTimeout(1_000);
            connection.setReadTimeout(3_000);
            try {
                return connection.getResponseCode();
            } finally {
                connection.disconnect();
            }
        } catch (IOException noAnswer) {
            return 0;
        }
    }
}
