/**
 * From packets to connections and back: demultiplexer, tokens, listeners that hold a SYN,
 * deadlines, egress and ICMP.
 */
package org.mptcp4j.impl.stack;
