package org.mptcp4j.impl.mptcp;

/** The counters, with the names that Linux gives them where it has them. */
public enum Mib {
  MP_CAPABLE_SYN_RX("MPTcpExtMPCapableSYNRX"),
  MP_CAPABLE_SYN_TX("MPTcpExtMPCapableSYNTX"),
  MP_CAPABLE_SYN_TX_DROP("MPTcpExtMPCapableSYNTXDrop"),
  MP_CAPABLE_SYN_TX_DISABLED("MPTcpExtMPCapableSYNTXDisabled"),
  DESTINATIONS_FORGOTTEN("Mptcp4jDestinationsForgotten"),
  MP_CAPABLE_IGNORED("Mptcp4jMPCapableIgnored"),
  MP_CAPABLE_SYN_ACK_RX("MPTcpExtMPCapableSYNACKRX"),
  MP_CAPABLE_ACK_RX("MPTcpExtMPCapableACKRX"),
  MP_CAPABLE_FALLBACK_ACK("MPTcpExtMPCapableFallbackACK"),
  MP_CAPABLE_FALLBACK_SYN_ACK("MPTcpExtMPCapableFallbackSYNACK"),
  FALLBACK_DATA("Mptcp4jFallbackData"),
  MP_JOIN_NO_TOKEN("MPTcpExtMPJoinNoTokenFound"),
  MP_JOIN_SYN_TX("MPTcpExtMPJoinSynTx"),
  MP_JOIN_SYN_RX("MPTcpExtMPJoinSynRx"),
  MP_JOIN_SYN_ACK_RX("MPTcpExtMPJoinSynAckRx"),
  MP_JOIN_SYN_ACK_HMAC_FAILURE("MPTcpExtMPJoinSynAckHMacFailure"),
  MP_JOIN_ACK_RX("MPTcpExtMPJoinAckRx"),
  MP_JOIN_ACK_HMAC_FAILURE("MPTcpExtMPJoinAckHMacFailure"),
  MP_JOIN_REJECTED("MPTcpExtMPJoinRejected"),
  JOINS_PENDING_FULL("Mptcp4jJoinsPendingFull"),
  DSS_NOT_MATCHING("MPTcpExtDSSNotMatching"),
  DSS_NO_MATCH_TCP("MPTcpExtDSSNoMatchTCP"),
  DATA_CSUM_ERR("MPTcpExtDataCsumErr"),
  OFO_QUEUE("MPTcpExtOFOQueue"),
  DUPLICATE_DATA("MPTcpExtDuplicateData"),
  ADD_ADDR("MPTcpExtAddAddr"),
  ADD_ADDR_TX("MPTcpExtAddAddrTx"),
  RM_ADDR("MPTcpExtRmAddr"),
  RM_ADDR_TX("MPTcpExtRmAddrTx"),
  MP_PRIO_TX("MPTcpExtMPPrioTx"),
  MP_PRIO_RX("MPTcpExtMPPrioRx"),
  MP_FASTCLOSE_TX("MPTcpExtMPFastcloseTx"),
  MP_FASTCLOSE_RX("MPTcpExtMPFastcloseRx"),
  MP_FAIL_TX("MPTcpExtMPFailTx"),
  REINJECTED_BYTES("Mptcp4jReinjectedBytes"),
  DATA_RETRANSMISSIONS("Mptcp4jDataRetransmissions"),
  CONNECTIONS_OPENED("TcpActiveOpens"),
  CONNECTIONS_ACCEPTED("TcpPassiveOpens"),
  RST_SENT("TcpOutRsts"),
  CHALLENGE_ACKS("TcpExtTCPChallengeACK"),
  CHALLENGES_SUPPRESSED("TcpExtTCPACKSkippedChallenge"),
  SEGMENTS_IN("TcpInSegs"),
  SEGMENTS_OUT("TcpOutSegs"),
  SEGMENTS_RETRANSMITTED("TcpRetransSegs"),
  RETRANSMITTED_BYTES("Mptcp4jRetransmittedBytes"),
  MARKED_IN("IpExtInCEPkts"),
  MALFORMED("IpInHdrErrors"),
  BAD_CHECKSUM("TcpInCsumErrors"),
  FRAGMENTS_DROPPED("Mptcp4jFragmentsDropped"),
  MALFORMED_MPTCP_OPTION("Mptcp4jMalformedOptions"),
  NOT_TCP("Mptcp4jNotTcp"),
  ICMP_ERRORS_IN("IcmpInErrors"),
  ICMP_OUT_OF_WINDOW("TcpExtOutOfWindowIcmps"),
  PATH_MTU_REDUCED("Mptcp4jPathMtuReduced"),
  ICMP_ERRORS_OUT("IcmpOutErrors"),
  PENDING_REQUESTS_FULL("TcpExtListenOverflows"),
  CONNECTIONS_FULL("TcpExtListenDrops"),
  REPLIES_DROPPED("Mptcp4jRepliesDropped"),
  HANDLER_FAILURES("Mptcp4jHandlerFailures");

  private final String label;

  Mib(String label) {
    this.label = label;
  }

  /** The counter's name as users see it. */
  public String label() {
    return label;
  }
}
