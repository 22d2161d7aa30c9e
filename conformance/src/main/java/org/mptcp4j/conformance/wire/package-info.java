/** Ways to a peer: the simulator's virtual time, devices of an operating system in real time. */
package org.mptcp4j.conformance.wire;
