/// Scenarios over the public contract: people at the gateway, nothing else.
///
/// [Cluster][dev.hongyan.launcher.Cluster] runs the packaged programs, once for all scenarios ([OnCluster]). A
/// [TestUser] is a person, a [Device] one of
/// his sessions with its socket; a device keeps what it gets by the rules that the contract gives to clients
/// ([DeviceStore]). What happened in a run is a [History], judged by [Checks].
@NullMarked
package dev.hongyan.e2e;

import org.jspecify.annotations.NullMarked;
