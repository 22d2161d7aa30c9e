/**
 * What TCP learns from the path: congestion marks (RFC 3168), its MTU (RFC 1191, RFC 8201, RFC
 * 4821), and what ICMP says of it (RFC 1122, RFC 5927).
 */
package org.mptcp4j.impl.tcp.path;
