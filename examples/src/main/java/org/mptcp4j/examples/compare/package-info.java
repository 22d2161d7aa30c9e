/**
 * The kernel as judge of our TCP: bulk transfers between either of them over the same emulated
 * links, at the same time.
 */
package org.mptcp4j.examples.compare;
