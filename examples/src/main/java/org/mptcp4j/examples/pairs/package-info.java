/** What measurements against the kernel have in common: who sends to whom, and how each is run. */
package org.mptcp4j.examples.pairs;
