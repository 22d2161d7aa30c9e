/** What a run leaves for people and for other programs. */
package org.mptcp4j.conformance.report;
