/** Tests of what measurements against the kernel have in common. */
package org.mptcp4j.examples.pairs;
