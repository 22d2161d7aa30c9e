/** MP_JOIN: the handshake of further subflows (RFC 6824 and RFC 8684, section 3.2). */
package org.mptcp4j.conformance.cases.join;
