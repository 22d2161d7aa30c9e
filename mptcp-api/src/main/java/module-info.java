/**
 * Multipath TCP for the JVM: connections, the SPIs that users implement, and the engine's verbs.
 */
module org.mptcp4j {
  exports org.mptcp4j;
  exports org.mptcp4j.spi;
  exports org.mptcp4j.engine;

  uses org.mptcp4j.engine.EngineProvider;
  uses org.mptcp4j.spi.SchedulerProvider;
  uses org.mptcp4j.spi.PathManagerProvider;
  uses org.mptcp4j.spi.CongestionControlProvider;
}
