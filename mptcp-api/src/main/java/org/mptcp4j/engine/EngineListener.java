package org.mptcp4j.engine;

/** A listener of an {@link Engine}. */
public interface EngineListener {
  ListenTarget target();

  /** Stops listening. Connections live on; requests not answered yet are dropped. */
  void close();
}
