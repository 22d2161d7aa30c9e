/** As much of IP, TCP and ICMP as a router and a trace need. */
package org.mptcp4j.sim.packet;
