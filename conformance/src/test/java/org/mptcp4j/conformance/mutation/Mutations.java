package org.mptcp4j.conformance.mutation;

import java.util.List;
import java.util.stream.Stream;

/** All faults that are seeded. */
final class Mutations {
  static final List<Mutation> ALL =
      Stream.of(MptcpFaults.ALL, TcpFaults.ALL).flatMap(List::stream).toList();

  private Mutations() {}
}
