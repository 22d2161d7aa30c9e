/** A scheduler of one's own, found by its name with {@link java.util.ServiceLoader}. */
package org.mptcp4j.examples.scheduler;
