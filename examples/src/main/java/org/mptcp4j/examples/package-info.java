/**
 * The command {@code mptcp}: the demonstration, end hosts, gateways and the lab, wired together.
 */
package org.mptcp4j.examples;
