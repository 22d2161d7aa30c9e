package org.mptcp4j.conformance.cases;

import java.util.List;
import org.mptcp4j.conformance.cases.capable.CapableServerCases;
import org.mptcp4j.conformance.cases.join.JoinHandshakeCases;

/** The classes that hold cases. */
public final class Cases {
  public static final List<Class<?>> CLASSES =
      List.of(CapableServerCases.class, JoinHandshakeCases.class);

  private Cases() {}
}
