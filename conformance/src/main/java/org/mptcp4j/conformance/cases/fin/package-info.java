/** DATA_FIN: how connections end (RFC 6824 and RFC 8684, section 3.3.3). */
package org.mptcp4j.conformance.cases.fin;
