/** Benchmarks of the tables of the engine's stack. */
package org.mptcp4j.impl.stack;
