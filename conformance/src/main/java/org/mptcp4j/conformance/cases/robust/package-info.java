/** Malformed and unknown options. */
package org.mptcp4j.conformance.cases.robust;
