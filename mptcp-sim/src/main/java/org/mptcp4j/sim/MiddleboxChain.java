package org.mptcp4j.sim;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The boxes at one end of a link, the one next to the endpoint first. */
final class MiddleboxChain {
  private static final long NEVER = Long.MAX_VALUE;

  private final Simulation simulation;
  private final Direction outward;
  private final Middlebox.Output exit;
  private final List<Stage> stages = new ArrayList<>();
  private boolean sending;

  /**
   * @param outward the direction of what leaves the endpoint
   * @param exit takes what has passed all boxes
   */
  MiddleboxChain(Simulation simulation, Direction outward, Middlebox.Output exit) {
    this.simulation = simulation;
    this.outward = outward;
    this.exit = exit;
  }

  boolean isEmpty() {
    return stages.isEmpty();
  }

  void add(Middlebox box) {
    stages.add(new Stage(box, stages.size()));
  }

  /** A packet comes from the endpoint. */
  void fromEndpoint(ByteBuffer packet) {
    sending = true;
    pass(0, outward, packet);
    sending = false;
  }

  /** A packet comes from the link. */
  void fromLink(ByteBuffer packet) {
    pass(stages.size() - 1, outward.reverse(), packet);
  }

  private void pass(int index, Direction direction, ByteBuffer packet) {
    if (index < 0 || index >= stages.size()) {
      leave(direction, packet);
    } else {
      stages.get(index).take(direction, packet);
    }
  }

  /** What a box answers to a packet finds an endpoint that has sent all that it was about to. */
  private void leave(Direction direction, ByteBuffer packet) {
    if (sending && direction != outward) {
      simulation.schedule(simulation.nowNanos(), () -> exit.forward(direction, packet));
    } else {
      exit.forward(direction, packet);
    }
  }

  private record Departure(Direction direction, ByteBuffer packet) {}

  /** One box, and when it is to be woken. */
  private final class Stage {
    private final Middlebox box;
    private final int index;
    private long wakeUp = NEVER;

    Stage(Middlebox box, int index) {
      this.box = box;
      this.index = index;
    }

    void take(Direction direction, ByteBuffer packet) {
      List<Departure> leaving = new ArrayList<>(2);
      box.onPacket(direction, packet, simulation.nowNanos(), into(leaving));
      sendOn(leaving);
    }

    private Middlebox.Output into(List<Departure> leaving) {
      return (direction, packet) -> leaving.add(new Departure(direction, packet));
    }

    /** After the call, since what leaves may come back to this box. */
    private void sendOn(List<Departure> leaving) {
      schedule();
      for (Departure each : leaving) {
        int next = each.direction() == outward ? index + 1 : index - 1;
        pass(next, each.direction(), each.packet());
      }
    }

    private void schedule() {
      long time = box.nextDeadlineNanos();
      if (time < wakeUp) {
        wakeUp = time;
        simulation.schedule(Math.max(time, simulation.nowNanos()), () -> wake(time));
      }
    }

    /** A wake-up that an earlier one replaced, or that the box wants later, does nothing. */
    private void wake(long time) {
      if (time != wakeUp) {
        return;
      }
      wakeUp = NEVER;
      List<Departure> leaving = new ArrayList<>();
      if (box.nextDeadlineNanos() <= simulation.nowNanos()) {
        box.onDeadline(simulation.nowNanos(), into(leaving));
      }
      sendOn(leaving);
    }
  }
}
