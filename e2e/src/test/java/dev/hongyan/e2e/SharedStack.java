package dev.hongyan.e2e;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Starts one stack for the whole run when the first scenario asks for it, and one for each class that asks for several
/// instances. JUnit closes them after the last scenario or that class.
final class SharedStack implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Stack.class;
    }

    @Override
    public Stack resolveParameter(ParameterContext parameter, ExtensionContext context) {
        int instances =
                context.getRequiredTestClass().getAnnotation(OnCluster.class).instances();
        ExtensionContext owner = instances == 1 ? context.getRoot() : ofClass(context);
        // A store answers also what its parents hold, so the number is a part of the key.
        return owner.getStore(Namespace.GLOBAL)
                .computeIfAbsent("stack of " + instances, _ -> Started.with(instances), Started.class)
                .get();
    }

    /// A stack, or why there is none: what failed once is not tried again by every scenario.
    private record Started(@Nullable Stack stack, @Nullable RuntimeException failure) implements AutoCloseable {
        static Started with(int instances) {
            try {
                return new Started(Stack.start(options -> options.instances(instances)), null);
            } catch (RuntimeException e) {
                return new Started(null, e);
            }
        }

        Stack get() {
            if (stack == null) {
                throw new IllegalStateException("The stack did not start.", failure);
            }
            return stack;
        }

        @Override
        public void close() {
            if (stack != null) {
                stack.close();
            }
        }
    }

    private static ExtensionContext ofClass(ExtensionContext context) {
        ExtensionContext current = context;
        while (current.getTestMethod().isPresent()
                || current.getParent()
                        .map(ExtensionContext::getTestClass)
                        .flatMap(type -> type)
                        .isPresent()) {
            current = current.getParent().orElseThrow();
        }
        return current;
    }
}
