/**
 * What is on the wire: views and writers of IPv4, IPv6, TCP and ICMP, sequence number arithmetic
 * and the Internet checksum. Nothing here keeps state from one packet to the next.
 */
package org.mptcp4j.impl.wire;
