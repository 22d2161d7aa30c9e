package org.mptcp4j.impl.provider;

import java.util.ArrayList;
import java.util.List;
import org.mptcp4j.MptcpStack;
import org.mptcp4j.engine.DeviceGroup;
import org.mptcp4j.engine.Engine;
import org.mptcp4j.engine.EngineOptions;
import org.mptcp4j.engine.EngineProvider;
import org.mptcp4j.impl.driver.SiblingGroup;
import org.mptcp4j.impl.driver.StackThread;
import org.mptcp4j.impl.stack.EngineStack;
import org.mptcp4j.impl.stack.NoSiblings;
import org.mptcp4j.impl.stack.Siblings;

/** Makes engines and stacks. */
public final class StackProvider implements EngineProvider {
  private static final int MOST_SIBLINGS = 64;

  /** Packets that came in elsewhere may fill so small a part of an engine's memory. */
  private static final int INBOX_PART = 16;

  @Override
  public List<Engine> newEngines(EngineOptions options, int count) {
    if (count < 1 || count > MOST_SIBLINGS) {
      throw new IllegalArgumentException(count + " engines; 1 to " + MOST_SIBLINGS + " can be");
    }
    EngineOptions share = options.share(count);
    SiblingGroup group = new SiblingGroup(count, share.memoryBytes() / INBOX_PART);
    List<Engine> engines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      engines.add(new EngineStack(options.share(count), siblings(group, count, i)));
    }
    return engines;
  }

  private static Siblings siblings(SiblingGroup group, int count, int index) {
    return count == 1 ? new NoSiblings() : group.seat(index);
  }

  @Override
  public List<MptcpStack> newStacks(EngineOptions options, List<DeviceGroup> queues) {
    List<Engine> engines = newEngines(options, queues.size());
    List<MptcpStack> stacks = new ArrayList<>();
    try {
      for (int i = 0; i < engines.size(); i++) {
        stacks.add(StackThread.start(engines.get(i), queues.get(i)));
      }
      return stacks;
    } catch (RuntimeException e) {
      stacks.forEach(MptcpStack::close);
      throw e;
    }
  }
}
