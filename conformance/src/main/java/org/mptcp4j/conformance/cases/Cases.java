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

/** The classes that hold cases. */
public final class Cases {
  public static final List<Class<?>> CLASSES =
      List.of(
          AddAddrCases.class,
          CapableServerCases.class,
          ChecksumCases.class,
          FailCases.class,
          FallbackCases.class,
          FastCloseCases.class,
          JoinHandshakeCases.class,
          MalformedCases.class,
          PrioCases.class,
          RemoveAddrCases.class,
          SecurityCases.class,
          TcpRstCases.class);

  private Cases() {}
}
