package org.mptcp4j.impl.provider;

import org.mptcp4j.MptcpStack;
import org.mptcp4j.engine.DeviceGroup;
import org.mptcp4j.engine.Engine;
import org.mptcp4j.engine.EngineOptions;
import org.mptcp4j.engine.EngineProvider;
import org.mptcp4j.impl.driver.StackThread;
import org.mptcp4j.impl.stack.EngineStack;

/** Makes engines and stacks. */
public final class StackProvider implements EngineProvider {
  @Override
  public Engine newEngine(EngineOptions options) {
    return new EngineStack(options);
  }

  @Override
  public MptcpStack newStack(EngineOptions options, DeviceGroup devices) {
    return StackThread.start(new EngineStack(options), devices);
  }
}
