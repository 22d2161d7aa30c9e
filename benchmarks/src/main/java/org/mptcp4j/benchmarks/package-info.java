/**
 * What a segment costs: the codec by itself, checksums, and a whole transfer through two engines.
 * Run by {@code benchmarks/run}.
 */
package org.mptcp4j.benchmarks;
