package org.mptcp4j.tproxy.linux.tun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mptcp4j.engine.DeviceGroup;
import org.mptcp4j.engine.PacketBuffer;
import org.mptcp4j.engine.PacketPool;
import org.mptcp4j.test.Needs;
import org.mptcp4j.tproxy.DeviceSpec;
import org.mptcp4j.tproxy.HostDevice;
import org.mptcp4j.tproxy.PlatformDevices;
import org.mptcp4j.tproxy.linux.LinuxPlatform;
import org.mptcp4j.tproxy.linux.NetworkNamespace;
import org.mptcp4j.tproxy.linux.Packets;

/** A TUN device in a network namespace of its own, the kernel at its other side. */
@Needs(root = true, tun = true, namespaces = true, commands = "ip")
class TunDeviceTest {
  private static final int MTU = 9000;
  private static final int PORT = 7000;

  @ParameterizedTest
  @CsvSource({
    "on,0", "on,1", "on,100", "on,4000", "on,5000", "on,8972",
    "off,0", "off,1", "off,100", "off,4000", "off,5000", "off,8972"
  })
  void sendsAPacketInPieces(String offload, int payload) throws Exception {
    inNamespace(
        offload,
        devices -> {
          try (DatagramSocket socket = kernelSocket()) {
            byte[] bytes = new byte[payload];
            new Random(payload).nextBytes(bytes);
            int third = payload / 3;
            ByteBuffer first = ByteBuffer.allocateDirect(third + 7).position(7);
            first.put(bytes, 0, third).position(7);
            ByteBuffer second = ByteBuffer.allocateDirect(payload - third);
            second.put(bytes, third, payload - third).flip();
            ByteBuffer header = Packets.udp4("10.9.1.2", "10.9.1.1", PORT, payload);
            devices.devices().get(0).send(new Packets.Pieces(header, List.of(first, second)));
            assertThat(receive(socket)).isEqualTo(bytes);
          }
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"on", "off"})
  void copiesPiecesThatAreOnTheHeap(String offload) throws Exception {
    inNamespace(
        offload,
        devices -> {
          try (DatagramSocket socket = kernelSocket()) {
            byte[] bytes = new byte[6000];
            Arrays.fill(bytes, (byte) 5);
            ByteBuffer header = Packets.udp4("10.9.1.2", "10.9.1.1", PORT, bytes.length);
            devices
                .devices()
                .get(0)
                .send(new Packets.Pieces(header, List.of(ByteBuffer.wrap(bytes))));
            assertThat(receive(socket)).isEqualTo(bytes);
          }
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"on", "off"})
  void receivesWhatTheKernelSends(String offload) throws Exception {
    inNamespace(
        offload,
        devices -> {
          int bytes = devices.devices().get(0).bufferBytes();
          PacketPool tooSmall = new PacketPool(bytes - 1, 0);
          assertThatThrownBy(() -> devices.devices().get(0).receive(tooSmall))
              .isInstanceOf(IllegalArgumentException.class);
          PacketPool pool = new PacketPool(bytes, 4);
          try (DatagramSocket socket = kernelSocket()) {
            byte[] text = {1, 2, 3};
            socket.send(
                new DatagramPacket(text, 3, new InetSocketAddress(Packets.inet("10.9.1.2"), 9)));
            devices.await(TimeUnit.SECONDS.toNanos(5));
            assertThat(devices.ready(0)).isTrue();
            PacketBuffer packet = devices.devices().get(0).receive(pool);
            assertThat(packet.bytes().remaining()).isEqualTo(31);
            int at = packet.bytes().position() + 28;
            assertThat(packet.bytes().slice(at, 3)).isEqualTo(ByteBuffer.wrap(text));
            packet.release();
            devices.await(0);
            assertThat(devices.ready(0)).isFalse();
            assertThat(devices.devices().get(0).receive(pool)).isNull();
            assertThat(pool.outstanding()).isZero();
          }
        });
  }

  @Test
  void countsWhatTheKernelRefuses() throws Exception {
    NetworkNamespace.runInNew(
        () -> {
          TunDevice device = TunDevice.open("tun9", MTU);
          device.write(Packets.udp4("10.9.1.2", "10.9.1.1", PORT, 0));
          assertThat(device.droppedPackets()).as("the device is down").isEqualTo(1);
          assertThat(device.sentPackets()).isZero();
          device.close();
          device.write(Packets.udp4("10.9.1.2", "10.9.1.1", PORT, 0));
          assertThat(device.droppedPackets()).isEqualTo(2);
          PacketPool pool = new PacketPool(MTU, 0);
          assertThatThrownBy(() -> device.receive(pool)).isInstanceOf(ClosedChannelException.class);
          assertThat(pool.outstanding()).isZero();
        });
  }

  @Test
  void anotherThreadWakesUpAndCloses() throws Exception {
    inNamespace(
        devices -> {
          devices.wakeup();
          devices.await(Long.MAX_VALUE);
          CompletableFuture<Void> closing = CompletableFuture.runAsync(() -> close(devices));
          assertThatThrownBy(() -> awaitForEver(devices))
              .isInstanceOf(ClosedChannelException.class);
          closing.get(10, TimeUnit.SECONDS);
        });
  }

  @Test
  void waitsNoLongerThanAsked() throws Exception {
    inNamespace(
        devices -> {
          long start = System.nanoTime();
          for (int i = 0; i < 20; i++) {
            devices.await(500_000);
          }
          long nanos = System.nanoTime() - start;
          assertThat(nanos).as("20 times 0.5 ms").isBetween(9_900_000L, 1_000_000_000L);
        });
  }

  @Test
  void saysWhyADeviceCannotBeHad() throws Exception {
    NetworkNamespace.runInNew(
        () -> {
          assertThatThrownBy(() -> TunDevice.open("sixteen-bytes-xx", MTU))
              .isInstanceOf(IOException.class)
              .hasMessage(
                  "'sixteen-bytes-xx' is no device name: 1 to 15 bytes, no space, / : or %");
          assertThatThrownBy(() -> TunDevice.open("lo", MTU))
              .hasMessage("device lo: exists and is no plain TUN device");
          try (TunDevice first = TunDevice.open("tun9", MTU)) {
            assertThatThrownBy(() -> TunDevice.open(first.name(), MTU))
                .hasMessage("device tun9: in use by another process");
          }
        });
  }

  /** What a gateway on several queues builds upon. */
  @Test
  void aFlowComesBackToTheQueueThatSentIt() throws Exception {
    int count = 3;
    NetworkNamespace.runInNew(
        () -> {
          HostDevice spec = HostDevice.parse("tun9=10.9.1.2/24");
          try (PlatformDevices devices = new LinuxPlatform().open(List.of(spec), count);
              DatagramSocket socket = kernelSocket()) {
            assertThat(devices.queues()).hasSize(count);
            for (int host = 2; host < 62; host++) {
              DeviceGroup queue = devices.queues().get(host % count);
              queue
                  .devices()
                  .get(0)
                  .send(
                      new Packets.Pieces(
                          Packets.udp4("10.9.1." + host, "10.9.1.1", PORT, 0), List.of()));
              DatagramPacket packet = new DatagramPacket(new byte[1], 1);
              socket.receive(packet);
              socket.send(packet);
              for (int i = 0; i < count; i++) {
                devices.queues().get(i).await(i == host % count ? 5_000_000_000L : 0);
                assertThat(takeAll(devices.queues().get(i))).isEqualTo(i == host % count ? 1 : 0);
              }
            }
            devices.queues().get(1).close();
            assertThatThrownBy(() -> devices.queues().get(1).await(0))
                .isInstanceOf(ClosedChannelException.class);
            devices.queues().get(0).await(0);
          }
        });
  }

  private static int takeAll(DeviceGroup queue) throws IOException {
    PacketPool pool = new PacketPool(queue.devices().get(0).bufferBytes(), 0);
    int count = 0;
    PacketBuffer packet;
    while ((packet = queue.devices().get(0).receive(pool)) != null) {
      packet.release();
      count++;
    }
    return count;
  }

  @Test
  void aDeviceHasOneTo64Queues() throws Exception {
    NetworkNamespace.runInNew(
        () -> {
          List<DeviceSpec> specs = List.of(HostDevice.parse("tun9=10.9.1.2/24"));
          assertThatThrownBy(() -> new LinuxPlatform().open(specs, 65))
              .hasMessage("65 queues; a device has 1 to 64");
          TunDevice single = TunDevice.open("tun9", MTU);
          assertThatThrownBy(() -> new LinuxPlatform().open(specs, 2))
              .hasMessage("device tun9: exists and is no TUN device of several queues");
          single.close();
        });
  }

  /** Test code with a device. */
  private interface Body {
    void run(PlatformDevices devices) throws Exception;
  }

  private static void inNamespace(Body body) throws Exception {
    inNamespace("on", body);
  }

  private static void inNamespace(String offload, Body body) throws Exception {
    NetworkNamespace.runInNew(
        () -> {
          HostDevice spec = HostDevice.parse("tun9=10.9.1.2/24,mtu=" + MTU + ",offload=" + offload);
          try (PlatformDevices devices = new LinuxPlatform().open(List.of(spec))) {
            body.run(devices);
          }
        });
  }

  private static DatagramSocket kernelSocket() throws IOException {
    DatagramSocket socket =
        new DatagramSocket(new InetSocketAddress(Packets.inet("10.9.1.1"), PORT));
    socket.setSoTimeout(5000);
    return socket;
  }

  private static byte[] receive(DatagramSocket socket) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[MTU], MTU);
    socket.receive(packet);
    return Arrays.copyOf(packet.getData(), packet.getLength());
  }

  private static void awaitForEver(PlatformDevices devices) throws IOException {
    while (true) {
      devices.await(Long.MAX_VALUE);
    }
  }

  private static void close(PlatformDevices devices) {
    try {
      devices.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
