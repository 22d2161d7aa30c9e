package org.mptcp4j.gateway;

/**
 * What one connection moved over one access.
 *
 * @param zone the name of the access, such as {@code dsl}
 * @param sent payload bytes sent first, without retransmissions
 * @param received payload bytes received in order
 */
public record PathBytes(String zone, long sent, long received) {
  PathBytes plus(long moreSent, long moreReceived) {
    return new PathBytes(zone, sent + moreSent, received + moreReceived);
  }
}
