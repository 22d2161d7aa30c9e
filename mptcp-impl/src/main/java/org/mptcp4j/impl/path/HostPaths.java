package org.mptcp4j.impl.path;

import org.mptcp4j.spi.PathManager;
import org.mptcp4j.spi.PathManagerProvider;

/** {@code host}. */
public final class HostPaths implements PathManagerProvider {
  @Override
  public String name() {
    return "host";
  }

  @Override
  public PathManager create() {
    return new HostPathManager();
  }
}
