/** What passed a link: pcapng files, and the TCP payload over time. */
package org.mptcp4j.sim.trace;
