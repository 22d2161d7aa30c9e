/** Tests of the comparison with the kernel. */
package org.mptcp4j.examples.compare;
