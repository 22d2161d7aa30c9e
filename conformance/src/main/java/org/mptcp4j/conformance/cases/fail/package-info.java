/** MP_FAIL and infinite mappings (RFC 6824, section 3.6; RFC 8684, section 3.7). */
package org.mptcp4j.conformance.cases.fail;
