/** ADD_ADDR and REMOVE_ADDR (RFC 6824 and RFC 8684, section 3.4). */
package org.mptcp4j.conformance.cases.address;
