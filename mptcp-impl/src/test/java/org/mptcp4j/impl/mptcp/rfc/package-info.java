/**
 * Scripts from the text of RFC 8684 and RFC 6824, a class for each section. {@link
 * org.mptcp4j.test.Covers} names the sentences.
 */
package org.mptcp4j.impl.mptcp.rfc;
