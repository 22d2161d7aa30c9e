/** Connections through middleboxes: every box, every phase. */
package org.mptcp4j.sim.grid;
