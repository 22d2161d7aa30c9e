package org.mptcp4j.impl.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.mptcp4j.engine.Engine;
import org.mptcp4j.impl.channel.EngineTask;

class TaskQueueTest {
  private final List<String> log = new ArrayList<>();
  private final AtomicInteger wakeups = new AtomicInteger();
  private final TaskQueue queue = new TaskQueue(wakeups::incrementAndGet);

  private EngineTask task(String name) {
    return task(name, () -> {});
  }

  private EngineTask task(String name, Runnable action) {
    return new EngineTask() {
      @Override
      public void run(Engine engine) {
        log.add(name);
        action.run();
      }

      @Override
      public void refused(IOException reason) {
        log.add(name + " refused: " + reason.getMessage());
      }
    };
  }

  @Test
  void runsInOrderAndWakesOnceForABurst() {
    queue.post(task("a"));
    queue.post(task("b"));
    assertThat(wakeups).hasValue(1);
    assertThat(queue.runAll(null)).isZero();
    assertThat(log).containsExactly("a", "b");
    queue.post(task("c"));
    assertThat(wakeups).hasValue(2);
  }

  @Test
  void aTaskThatFailsDoesNotStopTheOthers() {
    queue.post(
        task(
            "bad",
            () -> {
              throw new IllegalStateException("expected by this test");
            }));
    queue.post(task("good"));
    assertThat(queue.runAll(null)).isEqualTo(1);
    assertThat(log).containsExactly("bad", "good");
  }

  @Test
  void refusesWhatIsLeftAndWhatComesLater() {
    queue.post(task("left"));
    queue.close();
    queue.post(task("late"));
    assertThat(log)
        .containsExactly("left refused: the stack is closed", "late refused: the stack is closed");
  }
}
