package org.mptcp4j.conformance.cases;

import java.util.List;
import org.mptcp4j.conformance.cases.address.AddAddrCases;
import org.mptcp4j.conformance.cases.address.RemoveAddrCases;
import org.mptcp4j.conformance.cases.capable.CapableAnswerCases;
import org.mptcp4j.conformance.cases.capable.CapableClientCases;
import org.mptcp4j.conformance.cases.capable.CapableDataCases;
import org.mptcp4j.conformance.cases.capable.CapableOfferCases;
import org.mptcp4j.conformance.cases.capable.CapableServerCases;
import org.mptcp4j.conformance.cases.checksum.ChecksumCases;
import org.mptcp4j.conformance.cases.closing.FastCloseCases;
import org.mptcp4j.conformance.cases.closing.TcpRstCases;
import org.mptcp4j.conformance.cases.dss.MappingCases;
import org.mptcp4j.conformance.cases.dss.ReceiverCases;
import org.mptcp4j.conformance.cases.dss.SenderCases;
import org.mptcp4j.conformance.cases.dss.WrapCases;
import org.mptcp4j.conformance.cases.fail.FailCases;
import org.mptcp4j.conformance.cases.fallback.FallbackCases;
import org.mptcp4j.conformance.cases.fin.ClosingCases;
import org.mptcp4j.conformance.cases.fin.DataFinCases;
import org.mptcp4j.conformance.cases.join.JoinHandshakeCases;
import org.mptcp4j.conformance.cases.join.JoinPolicyCases;
import org.mptcp4j.conformance.cases.join.PeerJoinCases;
import org.mptcp4j.conformance.cases.prio.PrioCases;
import org.mptcp4j.conformance.cases.robust.MalformedCases;
import org.mptcp4j.conformance.cases.security.SecurityCases;
import org.mptcp4j.conformance.cases.tcp.AcceptanceCases;
import org.mptcp4j.conformance.cases.tcp.AckCases;
import org.mptcp4j.conformance.cases.tcp.ClosedCases;
import org.mptcp4j.conformance.cases.tcp.EcnCases;
import org.mptcp4j.conformance.cases.tcp.FinCases;
import org.mptcp4j.conformance.cases.tcp.IcmpCases;
import org.mptcp4j.conformance.cases.tcp.OptionCases;
import org.mptcp4j.conformance.cases.tcp.RecoveryCases;
import org.mptcp4j.conformance.cases.tcp.ResetCases;
import org.mptcp4j.conformance.cases.tcp.RestartCases;
import org.mptcp4j.conformance.cases.tcp.SynCases;
import org.mptcp4j.conformance.cases.tcp.SynSentCases;
import org.mptcp4j.conformance.cases.tcp.TcpChecksumCases;
import org.mptcp4j.conformance.cases.tcp.TcpWindowCases;
import org.mptcp4j.conformance.cases.tcp.TimestampCases;
import org.mptcp4j.conformance.cases.window.PeerWindowCases;
import org.mptcp4j.conformance.cases.window.WindowCases;

/** The classes that hold cases. */
public final class Cases {
  public static final List<Class<?>> CLASSES =
      List.of(
          AcceptanceCases.class,
          AckCases.class,
          AddAddrCases.class,
          CapableAnswerCases.class,
          CapableClientCases.class,
          CapableDataCases.class,
          CapableOfferCases.class,
          CapableServerCases.class,
          ChecksumCases.class,
          ClosedCases.class,
          ClosingCases.class,
          DataFinCases.class,
          EcnCases.class,
          FailCases.class,
          FallbackCases.class,
          FastCloseCases.class,
          FinCases.class,
          IcmpCases.class,
          JoinHandshakeCases.class,
          JoinPolicyCases.class,
          MalformedCases.class,
          MappingCases.class,
          OptionCases.class,
          PeerJoinCases.class,
          PeerWindowCases.class,
          PrioCases.class,
          ReceiverCases.class,
          RecoveryCases.class,
          RestartCases.class,
          RemoveAddrCases.class,
          ResetCases.class,
          SecurityCases.class,
          SenderCases.class,
          SynCases.class,
          SynSentCases.class,
          TcpChecksumCases.class,
          TcpRstCases.class,
          TcpWindowCases.class,
          TimestampCases.class,
          WindowCases.class,
          WrapCases.class);

  private Cases() {}
}
