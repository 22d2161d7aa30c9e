/**
 * Scripts against an engine in virtual time: a peer that is driven segment by segment, and what the
 * engine answers.
 */
package org.mptcp4j.impl.script;
