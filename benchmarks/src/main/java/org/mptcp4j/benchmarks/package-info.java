/**
 * What each step of a packet's path costs, and whole engines in memory; one class for each subject.
 * Those of package-private classes stand in the packages of these. {@code benchmarks/README.md}
 * says how to run them.
 */
package org.mptcp4j.benchmarks;
