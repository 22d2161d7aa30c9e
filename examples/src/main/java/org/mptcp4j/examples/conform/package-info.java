/** {@code mptcp conform}: the conformance suite at the command line. */
package org.mptcp4j.examples.conform;
