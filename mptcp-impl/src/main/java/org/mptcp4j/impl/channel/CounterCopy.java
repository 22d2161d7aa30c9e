package org.mptcp4j.impl.channel;

import java.io.IOException;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.mptcp4j.Counters;

/** A copy of the counters of an engine and of the loop around it. */
record CounterCopy(Map<String, Long> values) implements Counters {
  /** The counters now; as they were at the end where the thread has ended. */
  static Counters of(EngineThread thread) {
    Await.refuseOn(thread);
    CompletableFuture<Map<String, Long>> engine =
        CallTask.post(thread, e -> e.counters().snapshot());
    TreeMap<String, Long> all = new TreeMap<>();
    try {
      all.putAll(engine.join());
    } catch (CompletionException e) {
      if (!(e.getCause() instanceof IOException)) {
        throw e;
      }
      all.putAll(thread.loopCounters().lastOfEngine());
    }
    thread.loopCounters().addTo(all);
    return new CounterCopy(Collections.unmodifiableMap(all));
  }

  @Override
  public long get(String name) {
    return values.getOrDefault(name, 0L);
  }

  @Override
  public Map<String, Long> snapshot() {
    return values;
  }
}
