/** A deterministic network simulator in virtual time, for engines, gateways and schedulers. */
module org.mptcp4j.sim {
  requires transitive org.mptcp4j;

  exports org.mptcp4j.sim;
  exports org.mptcp4j.sim.link;
  exports org.mptcp4j.sim.middlebox;
  exports org.mptcp4j.sim.trace;
  exports org.mptcp4j.sim.transfer;

  uses org.mptcp4j.engine.EngineProvider;
}
