package org.mptcp4j.engine;

import java.net.InetSocketAddress;
import org.mptcp4j.MptcpVersion;

/**
 * What a SYN says.
 *
 * @param zone where it came in
 * @param remote who opens the connection
 * @param local to whom; a foreign address where it was intercepted
 * @param offered the version in its MP_CAPABLE, {@link MptcpVersion#OFF} without one
 */
public record SynInfo(
    Zone zone, InetSocketAddress remote, InetSocketAddress local, MptcpVersion offered) {}
