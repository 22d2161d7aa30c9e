/** Results of a run beside those that were committed, in units of one loop. */
package org.mptcp4j.benchmarks.compare;
