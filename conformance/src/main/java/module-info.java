/** The conformance suite: cases for TCP and Multipath TCP, and what runs them against any peer. */
module org.mptcp4j.conformance {
  requires transitive org.mptcp4j;
  requires transitive org.mptcp4j.sim;
  requires transitive org.mptcp4j.tproxy;
  requires org.tomlj;

  exports org.mptcp4j.conformance.cases;
  exports org.mptcp4j.conformance.dialogue;
  exports org.mptcp4j.conformance.packet;
  exports org.mptcp4j.conformance.peer;
  exports org.mptcp4j.conformance.report;
  exports org.mptcp4j.conformance.run;
  exports org.mptcp4j.conformance.wire;

  uses org.mptcp4j.engine.EngineProvider;
}
