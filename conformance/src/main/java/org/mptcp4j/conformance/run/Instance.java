package org.mptcp4j.conformance.run;

import org.mptcp4j.conformance.packet.Version;
import org.mptcp4j.conformance.peer.Role;

/** A case for one version, role of the peer, and address family: what is run and has a verdict. */
public record Instance(CaseEntry entry, Version version, Role role, boolean v6) {
  /** Such as {@code mp_join/bad-hmac-in-synack-resets v1 server ipv4}: unique. */
  public String name() {
    return entry.id() + " " + conditions();
  }

  /** Such as {@code v1 server ipv4}. */
  public String conditions() {
    return version
        + " "
        + role.name().toLowerCase(java.util.Locale.ROOT)
        + (v6 ? " ipv6" : " ipv4");
  }

  /** Where the sentence stands, such as {@code RFC 8684, section 3.2}. */
  public String source() {
    return entry.source(version);
  }

  @Override
  public String toString() {
    return name();
  }
}
