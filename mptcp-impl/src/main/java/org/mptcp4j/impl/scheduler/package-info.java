/** The built-in schedulers. They see the SPI alone, as a user's own does. */
package org.mptcp4j.impl.scheduler;
