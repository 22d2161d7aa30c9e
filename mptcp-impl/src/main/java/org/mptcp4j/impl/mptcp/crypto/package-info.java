/** Hashes of keys: what tokens, initial data sequence numbers and all proofs are made of. */
package org.mptcp4j.impl.mptcp.crypto;
