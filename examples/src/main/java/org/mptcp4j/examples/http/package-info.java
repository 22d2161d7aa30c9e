/** A small HTTP/1.1 file server and client over byte channels (RFC 9110, RFC 9112). */
package org.mptcp4j.examples.http;
