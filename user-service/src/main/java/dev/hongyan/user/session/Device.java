package dev.hongyan.user.session;

import dev.hongyan.user.account.Check;
import org.jspecify.annotations.Nullable;

/// What a person signs in with.
///
/// @param name     as the person knows it, such as `Living room`
/// @param platform such as `web`, `android`
public record Device(@Nullable String name, @Nullable String platform) {
    private static final String UNKNOWN = "unknown";
    private static final int MAX_NAME = 64;
    private static final int MAX_PLATFORM = 32;

    /// The device of a request, whole and short enough.
    public static Device checked(Check check, @Nullable Device device) {
        String name = device == null || device.name() == null ? UNKNOWN : device.name();
        String platform = device == null || device.platform() == null ? UNKNOWN : device.platform();
        check.length("device.name", name, 1, MAX_NAME);
        check.length("device.platform", platform, 1, MAX_PLATFORM);
        return new Device(name, platform);
    }
}
