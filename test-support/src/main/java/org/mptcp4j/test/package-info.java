/** What a test needs from the machine that it runs on. */
package org.mptcp4j.test;
