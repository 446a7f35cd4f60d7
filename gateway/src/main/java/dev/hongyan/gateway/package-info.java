/// The single entry point: one origin for the REST calls, the socket and the documents.
///
/// It carries requests to the services and has no rule of the domain. What it decides is what an edge must: which paths
/// exist, which requests are too doubtful to pass on, whose word counts for the caller's address.
///
/// The forwarding is written on the plain HTTP client. The reverse proxy of the same family tunnels a socket
/// without back-pressure, past its own interceptors, with the caller's headers as they came, and drops the body of a
/// refused upgrade.
@NullMarked
package dev.hongyan.gateway;

import org.jspecify.annotations.NullMarked;
