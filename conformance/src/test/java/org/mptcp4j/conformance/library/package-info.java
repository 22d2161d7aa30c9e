/** The suite as a library, as the document shows it. */
package org.mptcp4j.conformance.library;
