package org.mptcp4j.examples.kernel;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.mptcp4j.spi.PathManager;
import org.mptcp4j.spi.PathManagerProvider;

/**
 * Does with our host's paths what a case says and nothing else, except what a built-in one does.
 */
final class OurPaths implements PathManagerProvider {
  private final List<PathManager.Paths> connections = new ArrayList<>();
  private final Consumer<PathManager.Paths> onEstablished;

  /** Nothing by itself. */
  OurPaths() {
    this(paths -> {});
  }

  OurPaths(Consumer<PathManager.Paths> onEstablished) {
    this.onEstablished = onEstablished;
  }

  @Override
  public String name() {
    return "case";
  }

  @Override
  public PathManager create() {
    PathManager host = PathManagerProvider.named("host").create();
    return new PathManager() {
      @Override
      public void onEstablished(Paths paths) {
        connections.add(paths);
        onEstablished.accept(paths);
      }

      @Override
      public void onAddressAnnounced(Paths paths, int id, java.net.InetSocketAddress address) {
        host.onAddressAnnounced(paths, id, address);
      }
    };
  }

  /** Acts on the paths of the first connection of {@code host}. */
  void act(Host host, Consumer<PathManager.Paths> action) throws IOException {
    ((OurHost) host).run(engine -> action.accept(connections.get(0)));
  }
}
