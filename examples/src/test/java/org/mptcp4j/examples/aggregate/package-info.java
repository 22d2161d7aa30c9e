/** The command {@code mptcp aggregate}. */
package org.mptcp4j.examples.aggregate;
