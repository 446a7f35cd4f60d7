package dev.hongyan.user.limit;

import io.vertx.core.http.HttpServerRequest;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/// Where a request comes from, as limits count it.
public final class ClientAddress {
    private static final int NETWORK_BYTES = 8;

    private ClientAddress() {}

    /// The last address of `X-Forwarded-For`, which the gateway wrote, or else the peer's. Of an IPv6 address the
    /// network (/64): one household has all addresses of it.
    public static String of(HttpServerRequest request) {
        String forwarded = request.getHeader("X-Forwarded-For");
        String address = forwarded == null
                ? request.remoteAddress().hostAddress()
                : forwarded.substring(forwarded.lastIndexOf(',') + 1).strip();
        try {
            InetAddress parsed = InetAddress.ofLiteral(address);
            return parsed instanceof Inet6Address
                    ? HexFormat.of().formatHex(Arrays.copyOf(parsed.getAddress(), NETWORK_BYTES))
                    : parsed.getHostAddress();
        } catch (IllegalArgumentException e) {
            return "unknown";
        }
    }
}
