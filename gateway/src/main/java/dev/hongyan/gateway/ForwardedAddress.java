package dev.hongyan.gateway;

import java.net.InetAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The client's address as another proxy writes it: some add the port, which is another one each time.
final class ForwardedAddress {
    private static final Pattern WITH_PORT = Pattern.compile("\\[([^]]+)](?::\\d+)?|([\\d.]+):\\d+");

    private ForwardedAddress() {}

    /// The address alone, or null when it is none.
    static @Nullable String of(String written) {
        Matcher port = WITH_PORT.matcher(written);
        String address = port.matches() ? port.replaceFirst("$1$2") : written;
        try {
            InetAddress.ofLiteral(address);
            return address;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
