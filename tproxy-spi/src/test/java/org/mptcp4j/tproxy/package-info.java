/** Tests of what users write to name devices. */
package org.mptcp4j.tproxy;
