/**
 * Hybrid access gateways as library classes: HCPE and HAG of the transparent Multipath TCP mode
 * (draft-peirens-mptcp-transparent-00).
 */
module org.mptcp4j.gateway {
  requires transitive org.mptcp4j;
  requires transitive org.mptcp4j.tproxy;

  exports org.mptcp4j.gateway;
  exports org.mptcp4j.gateway.setup;
}
