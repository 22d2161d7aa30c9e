package org.mptcp4j.conformance.dialogue;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.mptcp4j.conformance.packet.Version;
import org.mptcp4j.conformance.peer.App;
import org.mptcp4j.conformance.peer.Role;
import org.mptcp4j.conformance.peer.Trait;

/**
 * A static method that is a case: it gets a {@link Dialogue}, and a {@code String} beside it where
 * there are {@link #variants}. It returns where the peer passes; a {@link CaseEnd} says otherwise.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Case {
  /** Its name in its {@link Folder}: words with hyphens that say what the peer has to do. */
  String id();

  /** The sentence that it stands on, short, in the RFC's words. */
  String says();

  /** The section: of RFC 8684, or 9293 in the folder {@code tcp}, unless {@link #rfc} says. */
  String section();

  /** The section of RFC 6824 where it differs. */
  String section0() default "";

  /** Another RFC. */
  int rfc() default 0;

  Level level() default Level.MUST;

  /** The versions for which it has a meaning; plain TCP where the folder is {@code tcp}. */
  Version[] versions() default {Version.V0, Version.V1};

  /** The roles of the peer in which it has a meaning. */
  Role[] roles() default {Role.SERVER};

  /** Applications of the peer that will do, the best one first. */
  App[] apps() default {App.ECHO, App.DISCARD};

  /** What the peer has to do besides. */
  Trait[] needs() default {};

  /** Each is a case of its own, {@code id/variant}. */
  String[] variants() default {};
}
