/** Tests of the benchmark of gateways. */
package org.mptcp4j.examples.bench;
