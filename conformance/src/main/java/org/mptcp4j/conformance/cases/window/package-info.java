/** The receive window that subflows share (RFC 6824 and RFC 8684, sections 3.3.4 and 3.3.5). */
package org.mptcp4j.conformance.cases.window;
