/** MP_FASTCLOSE and MP_TCPRST (RFC 6824 and RFC 8684, sections 3.5 and 3.6). */
package org.mptcp4j.conformance.cases.closing;
