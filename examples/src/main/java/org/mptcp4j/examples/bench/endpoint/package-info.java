/** Endpoints on a TUN device: one on our engine, and one that does next to nothing, the ceiling. */
package org.mptcp4j.examples.bench.endpoint;
