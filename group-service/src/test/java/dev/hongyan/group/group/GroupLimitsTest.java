package dev.hongyan.group.group;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class GroupLimitsTest {
    @Test
    void settingsHaveBounds() {
        assertThatCode(() -> new GroupLimits(config(10_000, 200, 1))).doesNotThrowAnyException();
        for (GroupConfig bad : new GroupConfig[] {
            config(10_001, 50, 100), config(0, 50, 100), config(100, 201, 100), config(100, 0, 100), config(100, 50, 0)
        }) {
            assertThatThrownBy(() -> new GroupLimits(bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("hongyan.group.max-");
        }
    }

    private static GroupConfig config(int members, int admins, int invitations) {
        return new GroupConfig() {
            @Override
            public int maxMembers() {
                return members;
            }

            @Override
            public int maxAdmins() {
                return admins;
            }

            @Override
            public int maxInvitations() {
                return invitations;
            }
        };
    }
}
