/**
 * The implementations that are judged: servers anywhere, clients by command, engines in process.
 */
package org.mptcp4j.conformance.peer;
