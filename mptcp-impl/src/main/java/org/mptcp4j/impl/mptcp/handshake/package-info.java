/** The handshakes of a connection and of a further subflow, their keys and HMACs. */
package org.mptcp4j.impl.mptcp.handshake;
