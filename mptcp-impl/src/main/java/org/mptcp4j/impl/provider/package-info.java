/** What {@link java.util.ServiceLoader} finds. */
package org.mptcp4j.impl.provider;
