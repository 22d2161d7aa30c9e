package org.mptcp4j.examples.kernel;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The counters that must not rise between two peers that keep to RFC 8684. */
final class ErrorCounters {
  private static final Set<String> MPTCP =
      Set.of(
          // The handshake failed and the connection became plain TCP.
          "MPCapableFallbackACK",
          "MPCapableFallbackSYNACK",
          "MPCapableSYNTXDrop",
          "MPCapableSYNTXDisabled",
          "MPFallbackTokenInit",
          "MPCapableDataFallback",
          "MD5SigFallback",
          "DssFallback",
          "SimultConnectFallback",
          "FallbackFailed",
          "Blackhole",
          // A join failed.
          "MPJoinNoTokenFound",
          "MPJoinSynAckHMacFailure",
          "MPJoinAckHMacFailure",
          "MPJoinRejected",
          "MPJoinSynTxCreatSkErr",
          "MPJoinSynTxBindErr",
          "MPJoinSynTxConnectErr",
          "MismatchPortSynRx",
          "MismatchPortAckRx",
          // Data did not fit its mapping.
          "DSSNotMatching",
          "DSSCorruptionFallback",
          "DSSCorruptionReset",
          "InfiniteMapTx",
          "InfiniteMapRx",
          "DSSNoMatchTCP",
          "DataCsumErr",
          "NoDSSInWindow",
          "MPFailTx",
          "MPFailRx",
          // Signals were lost within the stack, or refused.
          "AddAddrDrop",
          "AddAddrTxDrop",
          "EchoAddTxDrop",
          "RmAddrDrop",
          "RmAddrTxDrop",
          // Ends that nobody asked for.
          "MPFastcloseTx",
          "MPFastcloseRx",
          "MPRstTx",
          "MPRstRx");

  private static final Set<String> OTHERS =
      Set.of(
          "TcpInErrs",
          "TcpInCsumErrors",
          "IpInHdrErrors",
          "Ip6InHdrErrors",
          "IpExtInCsumErrors",
          "Mptcp4jMalformedOptions",
          "Mptcp4jHandlerFailures",
          "Mptcp4jMPCapableIgnored");

  private ErrorCounters() {}

  /** Those of {@code rises} that are errors, unless they are allowed. */
  static Map<String, Long> in(Map<String, Long> rises, Set<String> allowed) {
    Map<String, Long> errors = new TreeMap<>();
    rises.forEach(
        (name, rise) -> {
          String tail = name.replaceFirst("^MPTcpExt", "");
          if ((OTHERS.contains(name) || MPTCP.contains(tail)) && !allowed.contains(tail)) {
            errors.put(name, rise);
          }
        });
    // a SYN+ACK that came again since the third ACK was late: Linux counts it as an error, too
    long repeated = rises.getOrDefault("TcpExtTCPSYNChallenge", 0L);
    errors.computeIfPresent("TcpInErrs", (name, rise) -> rise > repeated ? rise : null);
    return errors;
  }
}
