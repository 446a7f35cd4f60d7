/// The chart, rendered by Helm as a library and held to its rules without a cluster.
@NullMarked
package dev.hongyan.k8s;

import org.jspecify.annotations.NullMarked;
