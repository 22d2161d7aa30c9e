/** Plain TCP: RFC 9293, state by event, and the RFCs around it. */
package org.mptcp4j.conformance.cases.tcp;
