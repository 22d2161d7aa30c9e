package org.mptcp4j.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What a test needs from the machine. Where it is missing, the test is skipped, counted as skipped,
 * and a line {@code SKIPPED test: reason} is printed.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(NeedsCondition.class)
public @interface Needs {
  /** User id 0, of a user namespace at least. */
  boolean root() default false;

  /** The TUN driver, open to this user. */
  boolean tun() default false;

  /** The right to make network namespaces. */
  boolean namespaces() default false;

  /** Programs on the PATH. */
  String[] commands() default {};
}
