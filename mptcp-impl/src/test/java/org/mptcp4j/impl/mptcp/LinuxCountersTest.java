package org.mptcp4j.impl.mptcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Each counter that Linux 6.18 has for Multipath TCP is here, or has a reason not to be. */
class LinuxCountersTest {
  private static final String PREFIX = "MPTcpExt";

  private static final Set<String> LINUX =
      Set.of(
          """
          MPCapableSYNRX MPCapableSYNTX MPCapableSYNACKRX MPCapableACKRX MPCapableFallbackACK
          MPCapableFallbackSYNACK MPCapableSYNTXDrop MPCapableSYNTXDisabled MPCapableEndpAttempt
          MPFallbackTokenInit MPTCPRetrans MPJoinNoTokenFound MPJoinSynRx MPJoinSynBackupRx
          MPJoinSynAckRx MPJoinSynAckBackupRx MPJoinSynAckHMacFailure MPJoinAckRx
          MPJoinAckHMacFailure MPJoinRejected MPJoinSynTx MPJoinSynTxCreatSkErr
          MPJoinSynTxBindErr MPJoinSynTxConnectErr DSSNotMatching DSSCorruptionFallback
          DSSCorruptionReset InfiniteMapTx InfiniteMapRx DSSNoMatchTCP DataCsumErr OFOQueueTail
          OFOQueue OFOMerge NoDSSInWindow DuplicateData AddAddr AddAddrTx AddAddrTxDrop EchoAdd
          EchoAddTx EchoAddTxDrop PortAdd AddAddrDrop MPJoinPortSynRx MPJoinPortSynAckRx
          MPJoinPortAckRx MismatchPortSynRx MismatchPortAckRx RmAddr RmAddrDrop RmAddrTx
          RmAddrTxDrop RmSubflow MPPrioTx MPPrioRx MPFailTx MPFailRx MPFastcloseTx MPFastcloseRx
          MPRstTx MPRstRx SubflowStale SubflowRecover SndWndShared RcvWndShared
          RcvWndConflictUpdate RcvWndConflict MPCurrEstab Blackhole MPCapableDataFallback
          MD5SigFallback DssFallback SimultConnectFallback FallbackFailed WinProbe\
          """
              .split("\\s+"));

  private static final Map<String, String> WITHOUT =
      Map.ofEntries(
          Map.entry("MPCapableEndpAttempt", "a path manager of the kernel's"),
          Map.entry("MPFallbackTokenInit", "another key is drawn until its token is free"),
          Map.entry("MPJoinSynTxCreatSkErr", "there are no sockets"),
          Map.entry("MPJoinSynTxConnectErr", "there are no sockets"),
          Map.entry("OFOMerge", "pieces stay apart, by reference"),
          Map.entry("MismatchPortSynRx", "the token demultiplexes, not the port (section 3.2)"),
          Map.entry("MismatchPortAckRx", "the token demultiplexes, not the port (section 3.2)"),
          Map.entry("SndWndShared", "a subflow's window is never overridden"),
          Map.entry("RcvWndShared", "one window, asked whenever a segment leaves"),
          Map.entry("RcvWndConflictUpdate", "one thread"),
          Map.entry("RcvWndConflict", "one thread"),
          Map.entry("MD5SigFallback", "no MD5 signatures (RFC 2385)"),
          Map.entry("DssFallback", "with MPTCP confirmed a missing DSS resets its subflow"));

  private static Set<String> ours() {
    return Arrays.stream(Mib.values())
        .map(Mib::label)
        .filter(label -> label.startsWith(PREFIX))
        .map(label -> label.substring(PREFIX.length()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void eachNameIsHereOrHasAReasonNotToBe() {
    Set<String> known = ours();
    known.addAll(WITHOUT.keySet());
    assertThat(known).containsExactlyInAnyOrderElementsOf(LINUX);
    assertThat(ours()).doesNotContainAnyElementsOf(WITHOUT.keySet());
  }

  @Test
  void labelsAreDistinct() {
    assertThat(Arrays.stream(Mib.values()).map(Mib::label).toList()).doesNotHaveDuplicates();
  }
}
