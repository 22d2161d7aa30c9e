/** The catalogue of cases, and what runs them against a peer. */
package org.mptcp4j.conformance.run;
