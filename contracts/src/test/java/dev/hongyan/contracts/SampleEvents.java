package dev.hongyan.contracts;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/// An event of any type with values in every member.
final class SampleEvents {
    private SampleEvents() {}

    static DomainEvent of(Class<? extends DomainEvent> type) {
        return ofRecord(type);
    }

    private static <T> T ofRecord(Class<T> type) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Object[] values = Arrays.stream(components)
                .map(component -> value(component.getGenericType()))
                .toArray();
        try {
            return type.getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object value(Type type) {
        if (type.equals(UUID.class)) {
            return Ids.v7();
        } else if (type.equals(long.class)) {
            return 42L;
        } else if (type.equals(int.class)) {
            return 7;
        } else if (type.equals(boolean.class)) {
            return true;
        } else if (type.equals(Instant.class)) {
            return Instant.parse("2026-11-20T11:32:00.123Z");
        } else if (type instanceof ParameterizedType list) {
            return List.of(value(list.getActualTypeArguments()[0]));
        } else if (type instanceof Class<?> record && record.isRecord()) {
            return ofRecord(record);
        } else if (type instanceof Class<?> choice && choice.isEnum()) {
            return choice.getEnumConstants()[0];
        }
        return "鸿雁";
    }
}
