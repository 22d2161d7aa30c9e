package org.mptcp4j.impl.driver;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.mptcp4j.engine.DeviceGroup;
import org.mptcp4j.engine.Engine;
import org.mptcp4j.engine.OutgoingPacket;
import org.mptcp4j.engine.PacketBuffer;
import org.mptcp4j.engine.PacketDevice;
import org.mptcp4j.engine.PacketPool;
import org.mptcp4j.engine.PacketSink;
import org.mptcp4j.engine.Zone;
import org.mptcp4j.impl.channel.EngineTask;
import org.mptcp4j.impl.channel.EngineThread;
import org.mptcp4j.impl.channel.LoopCounters;

/**
 * The loop that owns an engine: receive, input, poll, wait. What the engine does not claim goes
 * back to its device. Nothing that a packet, a task or one of several devices does ends it.
 */
final class EngineLoop implements EngineThread {
  static final System.Logger LOG = System.getLogger("org.mptcp4j.driver");

  /** Packets taken from one device before the engine is polled. */
  private static final int BATCH = 64;

  private static final int IDLE_BUFFERS = 1024;
  private static final int SMALLEST_BUFFER = 2048;
  private static final long PAUSE_AFTER_FAULT_NANOS = 1_000_000;

  /** An engine that does nothing but fail is given up. */
  private static final int MOST_FAULTS_IN_A_ROW = 1000;

  private final Engine engine;
  private final DeviceGroup group;
  private final PacketDevice[] devices;
  private final Zone[] zones;
  private final boolean[] lost;
  private final PacketPool pool;
  private final PacketSink sink = this::send;
  private final TaskQueue tasks;
  private final LoopCounters counters = new LoopCounters();
  private final Thread thread;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final long origin = System.nanoTime();
  private final Set<EngineTask> witnesses = new HashSet<>();
  private int faultsInARow;
  private volatile boolean stopping;

  EngineLoop(Engine engine, DeviceGroup group) {
    this.engine = engine;
    this.group = group;
    devices = group.devices().toArray(PacketDevice[]::new);
    zones = engine.zones().toArray(Zone[]::new);
    lost = new boolean[devices.length];
    pool = new PacketPool(bufferBytes(group.devices()), IDLE_BUFFERS);
    tasks = new TaskQueue(group::wakeup);
    engine.onHandedOver(group::wakeup);
    thread = new Thread(this::run, "mptcp-" + devices[0].name());
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  @Override
  public void post(EngineTask task) {
    tasks.post(task);
  }

  @Override
  public void watch(EngineTask witness) {
    witnesses.add(witness);
  }

  @Override
  public void forget(EngineTask witness) {
    witnesses.remove(witness);
  }

  @Override
  public boolean isCurrent() {
    return Thread.currentThread() == thread;
  }

  @Override
  public LoopCounters loopCounters() {
    return counters;
  }

  @Override
  public void close() {
    stopping = true;
    group.wakeup();
    if (isCurrent()) {
      return;
    }
    boolean interrupted = false;
    while (true) {
      try {
        ended.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (!stopping) {
        turn();
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.ERROR, "the stack ends: " + e.getMessage());
    } finally {
      shutDown();
    }
  }

  private void turn() throws IOException {
    for (int failed = tasks.runAll(engine); failed > 0; failed--) {
      counters.countFault();
    }
    boolean more = receive();
    boolean fault = !poll();
    if (faultsInARow > MOST_FAULTS_IN_A_ROW) {
      throw new IOException("the engine fails again and again");
    }
    long wait = more || !tasks.isEmpty() ? 0 : untilDeadline();
    group.await(fault ? Math.max(wait, PAUSE_AFTER_FAULT_NANOS) : wait);
  }

  /** Takes a batch from each device; whether one of them may have more. */
  private boolean receive() throws IOException {
    boolean more = false;
    int alive = 0;
    long now = now();
    for (int i = 0; i < devices.length; i++) {
      if (!lost[i]) {
        alive++;
        more |= group.ready(i) && receive(i, now);
      }
    }
    if (alive == 0) {
      throw new IOException("every device is gone");
    }
    return more;
  }

  private boolean receive(int index, long now) {
    PacketDevice device = devices[index];
    try {
      for (int i = 0; i < BATCH; i++) {
        PacketBuffer packet = device.receive(pool);
        if (packet == null) {
          return false;
        }
        input(index, packet, now);
      }
      return true;
    } catch (IOException e) {
      if (!stopping) {
        LOG.log(System.Logger.Level.WARNING, device.name() + " is gone: " + e.getMessage());
      }
      lost[index] = true;
      counters.countDeviceLost();
      return false;
    }
  }

  private void input(int index, PacketBuffer packet, long now) {
    try {
      if (!engine.input(zones[index], packet, now)) {
        counters.countPassed();
        devices[index].pass(packet);
      }
    } catch (RuntimeException e) {
      counters.countFault();
      LOG.log(System.Logger.Level.ERROR, "a packet was dropped", e);
    } finally {
      packet.release();
    }
  }

  private boolean poll() {
    try {
      engine.poll(now(), sink);
      faultsInARow = 0;
      return true;
    } catch (RuntimeException e) {
      counters.countFault();
      if (faultsInARow++ == 0) {
        LOG.log(System.Logger.Level.ERROR, "a poll failed", e);
      }
      return false;
    }
  }

  private void send(OutgoingPacket packet) {
    int index = packet.zone().index();
    if (!lost[index]) {
      devices[index].send(packet);
    }
  }

  private void shutDown() {
    try {
      engine.abortAll();
      poll();
      counters.keepLast(engine.counters().snapshot());
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "the stack did not close in order", e);
    } finally {
      tasks.close();
      IOException reason = TaskQueue.stackClosed();
      witnesses.forEach(witness -> witness.refused(reason));
      closeDevices();
      ended.countDown();
    }
  }

  private void closeDevices() {
    try {
      group.close();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "closing the devices: " + e.getMessage());
    }
  }

  private long untilDeadline() {
    long deadline = engine.nextDeadlineNanos();
    return deadline == Long.MAX_VALUE ? Long.MAX_VALUE : Math.max(0, deadline - now());
  }

  private long now() {
    return System.nanoTime() - origin;
  }

  private static int bufferBytes(List<PacketDevice> devices) {
    int largest = SMALLEST_BUFFER;
    for (PacketDevice device : devices) {
      largest = Math.max(largest, device.bufferBytes());
    }
    return largest;
  }
}
