/** A transfer over parallel links in a few lines: the bench for schedulers. */
package org.mptcp4j.sim.transfer;
