/** The protocol engine. Exports nothing: it is found with {@link java.util.ServiceLoader}. */
module org.mptcp4j.impl {
  requires org.mptcp4j;
}
