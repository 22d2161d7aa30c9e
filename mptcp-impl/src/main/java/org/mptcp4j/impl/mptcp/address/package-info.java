/** Address IDs, what is signalled of addresses and priorities, and what is still to be told. */
package org.mptcp4j.impl.mptcp.address;
