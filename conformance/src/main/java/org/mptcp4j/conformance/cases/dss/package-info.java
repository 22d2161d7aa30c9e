/** DSS: mappings and DATA_ACKs (RFC 6824 and RFC 8684, sections 3.3.1, 3.3.2 and 3.3.6). */
package org.mptcp4j.conformance.cases.dss;
