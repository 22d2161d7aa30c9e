package org.mptcp4j.examples.gateway;

/**
 * How much state a gateway keeps at most.
 *
 * @param connections legs, two for each relayed connection
 * @param pending intercepted SYNs that wait for an answer
 * @param joins half-open MP_JOINs
 * @param destinations that are remembered to speak no MPTCP
 * @param memoryBytes of buffers with payload
 */
record Limits(int connections, int pending, int joins, int destinations, long memoryBytes) {}
