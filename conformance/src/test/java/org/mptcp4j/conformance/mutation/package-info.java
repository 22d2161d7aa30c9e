/** Deliberate faults in a copy of the engine: does the suite find them? */
package org.mptcp4j.conformance.mutation;
