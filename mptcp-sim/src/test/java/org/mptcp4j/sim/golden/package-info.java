/** Golden tables: what the engine does on many simulated links, checked in and compared exactly. */
package org.mptcp4j.sim.golden;
