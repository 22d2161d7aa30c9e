/** DSS checksums (RFC 6824 and RFC 8684, section 3.3.1). */
package org.mptcp4j.conformance.cases.checksum;
