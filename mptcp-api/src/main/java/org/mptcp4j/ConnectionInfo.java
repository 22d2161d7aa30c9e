package org.mptcp4j;

import java.util.Optional;

/**
 * A connection at one moment.
 *
 * @param version what was negotiated; {@link MptcpVersion#OFF} for plain TCP
 * @param fallback why a connection that offered MPTCP, or would have taken it, runs over plain TCP
 * @param bytesSent data handed to subflows, each byte once
 * @param bytesAcked data that the peer acknowledged (DATA_ACK)
 * @param bytesReceived data received in order
 * @param bytesReinjected data that was given to a second subflow
 * @param bufferedToSend bytes in the send buffer
 * @param bufferedToRead bytes in the receive buffer
 * @param subflows subflows open now
 */
public record ConnectionInfo(
    MptcpVersion version,
    Optional<String> fallback,
    long bytesSent,
    long bytesAcked,
    long bytesReceived,
    long bytesReinjected,
    long bufferedToSend,
    long bufferedToRead,
    int subflows) {}
