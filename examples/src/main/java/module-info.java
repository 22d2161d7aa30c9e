/**
 * The command {@code mptcp}: examples that wire engine, simulator, gateways and devices together.
 */
module org.mptcp4j.examples {
  requires info.picocli;
  requires jdk.httpserver;
  requires org.mptcp4j;
  requires org.mptcp4j.conformance;
  requires org.mptcp4j.gateway;
  requires org.mptcp4j.sim;
  requires org.mptcp4j.tproxy;
  requires org.mptcp4j.tproxy.linux;
  requires org.tomlj;

  opens org.mptcp4j.examples to
      info.picocli;
  opens org.mptcp4j.examples.aggregate to
      info.picocli;
  opens org.mptcp4j.examples.bench to
      info.picocli;
  opens org.mptcp4j.examples.compare to
      info.picocli;
  opens org.mptcp4j.examples.conform to
      info.picocli;
  opens org.mptcp4j.examples.demo to
      info.picocli;
  opens org.mptcp4j.examples.gateway to
      info.picocli;
  opens org.mptcp4j.examples.host to
      info.picocli;
  opens org.mptcp4j.examples.lab to
      info.picocli;

  provides org.mptcp4j.spi.SchedulerProvider with
      org.mptcp4j.examples.scheduler.WidestFirst.Provider;
}
