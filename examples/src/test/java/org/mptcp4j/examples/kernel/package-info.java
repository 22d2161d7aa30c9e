/** Ours against the kernel's Multipath TCP, each case in network namespaces of its own. */
package org.mptcp4j.examples.kernel;
