/** Pictures of where the time of a running process goes. */
package org.mptcp4j.benchmarks.profile;
