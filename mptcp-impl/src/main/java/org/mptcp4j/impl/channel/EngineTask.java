package org.mptcp4j.impl.channel;

import java.io.IOException;
import org.mptcp4j.engine.Engine;

/**
 * Work for the thread that owns the engine: for each time that it is posted, one of its methods.
 */
public interface EngineTask {
  /** Runs on the engine's thread, between two polls. */
  void run(Engine engine);

  /** The thread has ended, or ends before it came to this task. */
  void refused(IOException reason);
}
