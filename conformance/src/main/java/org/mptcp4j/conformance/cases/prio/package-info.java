/** Backup subflows and MP_PRIO (RFC 6824 and RFC 8684, section 3.3.8). */
package org.mptcp4j.conformance.cases.prio;
