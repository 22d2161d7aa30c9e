package org.mptcp4j.conformance.cases;

import java.util.List;
import org.mptcp4j.conformance.cases.address.AddAddrCases;
import org.mptcp4j.conformance.cases.address.RemoveAddrCases;
import org.mptcp4j.conformance.cases.capable.CapableServerCases;
import org.mptcp4j.conformance.cases.checksum.ChecksumCases;
import org.mptcp4j.conformance.cases.closing.FastCloseCases;
import org.mptcp4j.conformance.cases.closing.TcpRstCases;
import org.mptcp4j.conformance.cases.fail.FailCases;
import org.mptcp4j.conformance.cases.fallback.FallbackCases;
import org.mptcp4j.conformance.cases.join.JoinHandshakeCases;
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
import org.mptcp4j.conformance.cases.tcp.SynCases;
import org.mptcp4j.conformance.cases.tcp.SynSentCases;
import org.mptcp4j.conformance.cases.tcp.TcpChecksumCases;
import org.mptcp4j.conformance.cases.tcp.TcpWindowCases;
import org.mptcp4j.conformance.cases.tcp.TimestampCases;

/** The classes that hold cases. */
public final class Cases {
  public static final List<Class<?>> CLASSES =
      List.of(
          AcceptanceCases.class,
          AckCases.class,
          AddAddrCases.class,
          CapableServerCases.class,
          ChecksumCases.class,
          ClosedCases.class,
          EcnCases.class,
          FailCases.class,
          FallbackCases.class,
          FastCloseCases.class,
          FinCases.class,
          IcmpCases.class,
          JoinHandshakeCases.class,
          MalformedCases.class,
          OptionCases.class,
          PrioCases.class,
          RecoveryCases.class,
          RemoveAddrCases.class,
          ResetCases.class,
          SecurityCases.class,
          SynCases.class,
          SynSentCases.class,
          TcpChecksumCases.class,
          TcpRstCases.class,
          TcpWindowCases.class,
          TimestampCases.class);

  private Cases() {}
}
