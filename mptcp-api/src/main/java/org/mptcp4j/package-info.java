/** What applications see: stacks, connections, subflows, options and counters. */
package org.mptcp4j;
