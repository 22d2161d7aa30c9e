/** The protocol engine. Exports nothing: it is found with {@link java.util.ServiceLoader}. */
module org.mptcp4j.impl {
  requires org.mptcp4j;

  provides org.mptcp4j.spi.CongestionControlProvider with
      org.mptcp4j.impl.congestion.NewRenoProvider;
}
