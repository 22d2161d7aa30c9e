/** The requirements of RFC 6824 and RFC 8684, and the tests that show them. */
package org.mptcp4j.house.rfc;
