/**
 * The kernel as judge of our aggregation: Multipath TCP between either of them, over two links at
 * once, in the cases of the kernel's own self-test for simultaneous flows.
 */
package org.mptcp4j.examples.aggregate;
