package dev.hongyan.contracts;

import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/// An event of any type with values in every member.
final class SampleEvents {
    private SampleEvents() {}

    static DomainEvent of(Class<? extends DomainEvent> type) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Object[] values = Arrays.stream(types).map(SampleEvents::value).toArray();
        try {
            return type.getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object value(Class<?> type) {
        if (type.equals(UUID.class)) {
            return Ids.v7();
        } else if (type.equals(long.class)) {
            return 42L;
        } else if (type.equals(boolean.class)) {
            return true;
        } else if (type.equals(Instant.class)) {
            return Instant.parse("2026-11-20T11:32:00.123Z");
        } else if (type.equals(List.class)) {
            return List.of(Ids.v7());
        } else if (type.isEnum()) {
            return type.getEnumConstants()[0];
        }
        return "鸿雁";
    }
}
