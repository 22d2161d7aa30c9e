/** Benchmarks of loss recovery. */
package org.mptcp4j.impl.tcp.recovery;
