/** The two streams of a connection at the data level: queues, mappings, DATA_ACK and DATA_FIN. */
package org.mptcp4j.impl.mptcp.data;
