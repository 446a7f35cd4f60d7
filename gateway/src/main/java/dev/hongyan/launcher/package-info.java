/// The local run: one command starts a PostgreSQL server, a Kafka broker, the services and the gateway on this machine,
/// with nothing installed but a JDK.
///
/// [LocalPostgres] and [LocalKafka] are also what the tests of the services use.
@NullMarked
package dev.hongyan.launcher;

import org.jspecify.annotations.NullMarked;
