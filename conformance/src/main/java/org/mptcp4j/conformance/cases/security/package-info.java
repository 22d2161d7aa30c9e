/** The threats of RFC 6181 and RFC 7430, made executable. */
package org.mptcp4j.conformance.cases.security;
