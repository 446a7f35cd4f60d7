package dev.hongyan.e2e;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/// A scenario on the stack that all scenarios share; its methods may ask for a [Stack]. With several instances of every
/// service it gets a stack of its own, which ends with it.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(SharedStack.class)
@interface OnCluster {
    int instances() default 1;
}
