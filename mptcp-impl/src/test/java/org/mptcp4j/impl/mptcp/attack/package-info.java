/** What an attacker may try on or off the path: RFC 6181, RFC 7430. */
package org.mptcp4j.impl.mptcp.attack;
