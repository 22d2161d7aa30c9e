/** A chain of engines in memory, to measure what the data path allocates. */
package org.mptcp4j.gateway.allocation;
