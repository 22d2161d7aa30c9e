/** Engines that exchange packets in memory: what whole-engine benchmarks run on. */
package org.mptcp4j.benchmarks.network;
