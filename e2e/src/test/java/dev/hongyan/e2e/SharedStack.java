package dev.hongyan.e2e;

import dev.hongyan.kit.testing.RecordingCollector;
import dev.hongyan.launcher.Options;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Starts one stack for the whole run when the first scenario asks for it, which JUnit closes after the last one. The
/// scenarios with two instances of each service come first and share a stack too; it ends when another one is asked
/// for.
final class SharedStack implements ParameterResolver {
    /// Keeps the spans of the scenarios that ask for them, until the run ends.
    static final RecordingCollector COLLECTOR = RecordingCollector.start();

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Stack.class;
    }

    @Override
    public Stack resolveParameter(ParameterContext parameter, ExtensionContext context) {
        int instances =
                context.getRequiredTestClass().getAnnotation(OnCluster.class).instances();
        ExtensionContext.Store stacks = context.getRoot().getStore(Namespace.GLOBAL);
        if (instances == 1) {
            Started several = stacks.remove(key(2), Started.class);
            if (several != null) {
                several.close();
            }
        }
        return stacks.computeIfAbsent(key(instances), _ -> Started.with(instances), Started.class)
                .get();
    }

    private static String key(int instances) {
        return "stack of " + instances;
    }

    /// A stack, or why there is none: what failed once is not tried again by every scenario.
    private record Started(@Nullable Stack stack, @Nullable RuntimeException failure) implements AutoCloseable {
        static Started with(int instances) {
            try {
                return new Started(Stack.start(options -> recorded(options.instances(instances))), null);
            } catch (RuntimeException e) {
                return new Started(null, e);
            }
        }

        /// Only what a scenario asks for is recorded.
        private static Options recorded(Options options) {
            return options.set("", "HONGYAN_OTLP_ENDPOINT", COLLECTOR.endpoint())
                    .set("", "HONGYAN_TRACE_ONE_IN", "0");
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
}
