/** Our two gateways beside a pair of the kernel's: what they carry, and what that costs. */
package org.mptcp4j.examples.bench;
