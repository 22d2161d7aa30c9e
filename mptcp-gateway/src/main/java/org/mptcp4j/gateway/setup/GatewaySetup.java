package org.mptcp4j.gateway.setup;

import java.util.List;
import org.mptcp4j.engine.Engine;
import org.mptcp4j.gateway.GatewayListener;

/** A gateway that is described, but not yet open. */
public interface GatewaySetup {
  /** Its sides; their order is that of the zones. */
  List<Side> sides();

  /**
   * Lets the gateway serve on an engine.
   *
   * @param engine with one zone for each of {@link #sides()}, in their order
   */
  void install(Engine engine, GatewayListener listener);
}
