package dev.hongyan.e2e;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/// A scenario on the stack that all scenarios share; its methods may ask for a [Stack]. Those with two instances of
/// every
/// service share another one, and have to come first.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(SharedStack.class)
@interface OnCluster {
    /// 1 or 2.
    int instances() default 1;
}
