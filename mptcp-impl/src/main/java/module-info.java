/** The protocol engine. Exports nothing: it is found with {@link java.util.ServiceLoader}. */
module org.mptcp4j.impl {
  requires org.mptcp4j;

  provides org.mptcp4j.engine.EngineProvider with
      org.mptcp4j.impl.provider.StackProvider;
  provides org.mptcp4j.spi.SchedulerProvider with
      org.mptcp4j.impl.scheduler.LowestRtt,
      org.mptcp4j.impl.scheduler.RoundRobin;
  provides org.mptcp4j.spi.PathManagerProvider with
      org.mptcp4j.impl.path.HostPaths;
  provides org.mptcp4j.spi.CongestionControlProvider with
      org.mptcp4j.impl.congestion.NewRenoProvider,
      org.mptcp4j.impl.congestion.CubicProvider;
}
