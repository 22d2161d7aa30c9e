/** The conformance suite at the command line, in virtual time and against real peers. */
package org.mptcp4j.examples.conform;
