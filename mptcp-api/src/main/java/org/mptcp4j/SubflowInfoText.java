package org.mptcp4j;

import java.net.InetSocketAddress;
import java.util.Locale;

/** Writes a {@link SubflowInfo} as {@code ss -ti} would: what is zero is left out. */
final class SubflowInfoText {
  private static final double MILLISECOND = 1e6;

  private final StringBuilder text = new StringBuilder(400);

  private SubflowInfoText() {}

  static String line(SubflowInfo info) {
    SubflowInfoText line = new SubflowInfoText();
    line.head(info);
    line.timing(info.timing());
    line.congestion(info.congestion(), info.windows());
    line.traffic(info.traffic());
    line.recovery(info.recovery(), info.windows().maximumSegmentSize());
    line.limits(info.limits());
    return line.text.toString();
  }

  private void head(SubflowInfo info) {
    text.append(info.id()).append(' ').append(info.zone());
    text.append(' ').append(address(info.local()));
    text.append(" > ").append(address(info.remote()));
    text.append(' ').append(info.tcpState());
    word("backup", info.backup());
    text.append(' ').append(info.congestion().control());
    SubflowInfo.Negotiated options = info.negotiated();
    word("ts", options.timestamps());
    word("sack", options.sack());
    word("ecn", options.ecn());
    if (options.windowScale()) {
      text.append(" wscale:").append(options.sendShift());
      text.append(',').append(options.receiveShift());
    }
  }

  private void timing(SubflowInfo.Timing timing) {
    append(" rto:%.0f", timing.rtoNanos() / MILLISECOND);
    number("backoff", timing.backoff());
    append(
        " rtt:%.3f/%.3f",
        timing.smoothedRttNanos() / MILLISECOND, timing.rttVarianceNanos() / MILLISECOND);
    append(" minrtt:%.3f", timing.minRttNanos() / MILLISECOND);
  }

  private void congestion(SubflowInfo.Congestion congestion, SubflowInfo.Windows windows) {
    int mss = Math.max(1, windows.maximumSegmentSize());
    text.append(" mss:").append(windows.maximumSegmentSize());
    text.append(" cwnd:").append(congestion.window() / mss);
    if (congestion.slowStartThreshold() != Long.MAX_VALUE) {
      text.append(" ssthresh:").append(congestion.slowStartThreshold() / mss);
    }
    number("in_flight", (congestion.inFlight() + mss - 1) / mss);
    rate("pacing_rate", congestion.pacingRate());
    rate("delivery_rate", congestion.deliveryRate());
    text.append(" snd_wnd:").append(windows.sendWindow());
    text.append(" rcv_wnd:").append(windows.receiveWindow());
    number("rcv_ooo", windows.outOfOrder());
  }

  private void traffic(SubflowInfo.Traffic traffic) {
    number("bytes_sent", traffic.bytesSent());
    number("bytes_retrans", traffic.bytesRetransmitted());
    number("bytes_acked", traffic.bytesAcked());
    number("bytes_delivered", traffic.bytesDelivered());
    number("bytes_received", traffic.bytesReceived());
    number("segs_out", traffic.segmentsOut());
    number("segs_in", traffic.segmentsIn());
    number("retrans", traffic.segmentsRetransmitted());
  }

  private void recovery(SubflowInfo.Recovery recovery, int mss) {
    number("lost_bytes", recovery.lostBytes());
    number("timeouts", recovery.timeouts());
    number("recoveries", recovery.fastRecoveries());
    number("undone", recovery.spurious());
    number("dsack_dups", recovery.duplicateSacks());
    if (recovery.reorderingBytes() > 0) {
      number("reordering", (recovery.reorderingBytes() + mss - 1) / Math.max(1, mss));
      append(" reo_wnd:%.3f", recovery.reorderingWindowNanos() / MILLISECOND);
    }
  }

  private void limits(SubflowInfo.Limits limits) {
    append(" busy:%.0fms", limits.busyNanos() / MILLISECOND);
    part("rwnd_limited", limits.receiverNanos(), limits.busyNanos());
    part("cwnd_limited", limits.congestionNanos(), limits.busyNanos());
    part("app_limited", limits.applicationNanos(), limits.busyNanos());
  }

  private void word(String word, boolean said) {
    if (said) {
      text.append(' ').append(word);
    }
  }

  private void number(String name, long value) {
    if (value != 0) {
      text.append(' ').append(name).append(':').append(value);
    }
  }

  private void rate(String name, long bytesPerSecond) {
    if (bytesPerSecond > 0) {
      append(" %s:%.2fMbps", name, 8 * bytesPerSecond / 1e6);
    }
  }

  private void part(String name, long nanos, long ofNanos) {
    if (nanos > 0) {
      append(" %s:%.0fms(%.1f%%)", name, nanos / MILLISECOND, 100.0 * nanos / ofNanos);
    }
  }

  private void append(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values));
  }

  private static String address(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
  }
}
