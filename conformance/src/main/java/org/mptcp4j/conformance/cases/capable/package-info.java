/** MP_CAPABLE: the handshake of a connection (RFC 6824 and RFC 8684, section 3.1). */
package org.mptcp4j.conformance.cases.capable;
