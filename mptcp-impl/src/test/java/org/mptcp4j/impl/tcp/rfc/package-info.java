/** TCP by RFC: one class an RFC, one method a rule. */
package org.mptcp4j.impl.tcp.rfc;
