/** First steps with the library: what the README shows. */
package org.mptcp4j.examples.library;
