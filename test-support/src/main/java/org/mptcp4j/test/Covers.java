package org.mptcp4j.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The requirements of RFC 6824 and RFC 8684 that a test shows: it would fail if the rule were
 * broken. On a class, for what all of its tests show together. {@code docs/rfc-coverage.md} is
 * written from these.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Covers {
  /** Rows of the tables of requirements, such as {@code 8684-3.1-07}: RFC, section, number. */
  String[] value();
}
