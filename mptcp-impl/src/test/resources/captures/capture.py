#!/usr/bin/env python3
"""Records the captures beside this file from a Linux kernel. Needs root, iproute2 and nftables.

  m4jcA --- m4jcR --- m4jcC      10.77.1.0/24, 10.77.3.0/24 (and fd77:1::/64, fd77:3::/64)
     +-------------------+       10.77.2.0/24 (and fd77:2::/64), the second path

usage: capture.py OUTPUT_DIRECTORY
"""

import ctypes
import fcntl
import os
import select
import socket
import struct
import subprocess
import sys
import time

NAMESPACES = ("m4jcA", "m4jcR", "m4jcC")
MPTCP = 262
libc = ctypes.CDLL(None, use_errno=True)


def sh(command, check=True):
    return subprocess.run(command, shell=True, check=check, stderr=None if check else subprocess.DEVNULL)


def enter(namespace):
    """Moves this thread into a namespace: sockets opened now belong there."""
    with open("/var/run/netns/" + namespace) as f:
        if libc.setns(f.fileno(), 0x40000000) != 0:
            raise OSError(ctypes.get_errno(), "setns")


def plain_device(namespace, device):
    """No offload: what is captured is what is on the wire."""
    enter(namespace)
    with socket.socket() as s:
        for command in (0x17, 0x1F, 0x24, 0x2C):  # tx checksum, TSO, GSO, GRO
            value = ctypes.create_string_buffer(struct.pack("II", command, 0))
            request = struct.pack("16sP16x", device.encode(), ctypes.addressof(value))
            try:
                fcntl.ioctl(s, 0x8946, request)
            except OSError:
                pass


def link(a, device_a, c, device_c, net):
    sh(f"ip -n {a} link add {device_a} type veth peer name {device_c} netns {c}")
    for n, d, host in ((a, device_a, 1), (c, device_c, 2)):
        sh(f"ip -n {n} addr add 10.77.{net}.{host}/24 dev {d}")
        sh(f"ip -n {n} addr add fd77:{net}::{host}/64 dev {d} nodad")
        sh(f"ip -n {n} link set {d} up")
        plain_device(n, d)


def build():
    demolish()
    for n in NAMESPACES:
        sh(f"ip netns add {n}")
        sh(f"ip -n {n} link set lo up")
    link("m4jcA", "a1", "m4jcR", "ra", 1)
    link("m4jcA", "a2", "m4jcC", "c2", 2)
    link("m4jcR", "rc", "m4jcC", "c1", 3)
    for n in NAMESPACES:
        sh(f"ip netns exec {n} sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1 "
           "net.ipv4.conf.all.rp_filter=0 net.mptcp.add_addr_timeout=1 "
           "net.ipv4.icmp_ratelimit=0 net.ipv6.icmp.ratelimit=0")
    sh("ip -n m4jcA route add 10.77.3.0/24 via 10.77.1.2")
    sh("ip -n m4jcA route add fd77:3::/64 via fd77:1::2")
    sh("ip -n m4jcC route add 10.77.1.0/24 via 10.77.3.1")
    sh("ip -n m4jcC route add fd77:1::/64 via fd77:3::1")
    sh("ip -n m4jcR route add unreachable 10.98.0.0/16")
    sh("ip -n m4jcR route add prohibit 10.99.0.0/16")
    sh("ip -n m4jcR route add unreachable fd98::/16")
    sh("ip -n m4jcR route add prohibit fd99::/16")
    for net in ("10.98.0.0/16", "10.99.0.0/16"):
        sh(f"ip -n m4jcA route add {net} via 10.77.1.2")
    for net in ("fd98::/16", "fd99::/16"):
        sh(f"ip -n m4jcA route add {net} via fd77:1::2")
    time.sleep(0.5)


def demolish():
    for n in NAMESPACES:
        sh(f"ip netns del {n}", check=False)


class Recorder:
    """All IP packets that enter or leave m4jcA, as pcap with link type RAW."""

    def __init__(self, path):
        enter("m4jcA")
        self.sock = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(3))
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 24)
        self.path = path

    def stop(self, keep):
        time.sleep(0.3)
        count = 0
        with open(self.path, "wb") as f:
            f.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 101))
            while select.select([self.sock], [], [], 0)[0]:
                packet, (device, protocol, *_) = self.sock.recvfrom(70000)
                if protocol in (0x800, 0x86DD) and device != "lo" and keep(packet):
                    f.write(struct.pack("<IIII", count, 0, len(packet), len(packet)) + packet)
                    count += 1
        self.sock.close()
        print(self.path, count, "packets", os.path.getsize(self.path), "bytes")


def protocol(packet):
    return packet[9] if packet[0] >> 4 == 4 else packet[6]


def is_tcp(packet):
    return protocol(packet) == 6


def sock(namespace, address, proto=MPTCP):
    enter(namespace)
    s = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM, proto)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    s.settimeout(5)
    return s


def pair(address, port, proto=MPTCP, before_connect=None):
    """A connected pair: the client in m4jcA, the server in m4jcC."""
    listener = sock("m4jcC", address, proto)
    listener.bind(("::" if ":" in address else "0.0.0.0", port))
    listener.listen()
    client = sock("m4jcA", address, proto)
    if before_connect:
        before_connect(client)
    client.connect((address, port))
    server, _ = listener.accept()
    server.settimeout(5)
    return client, server, listener


def exchange(client, server, size=300):
    for a, b in ((client, server), (server, client)):
        data = bytes(i * 7 & 0xFF for i in range(size))
        a.sendall(data)
        received = b""
        while len(received) < size:
            received += b.recv(size)
        assert received == data


def mptcp(out, name, family, checksum):
    for n in ("m4jcA", "m4jcC"):
        sh(f"ip netns exec {n} sysctl -qw net.mptcp.checksum_enabled={checksum}")
        sh(f"ip -n {n} mptcp endpoint flush")
        sh(f"ip -n {n} mptcp limits set subflows 4 add_addr_accepted 4")
    main = "10.77.3.2" if family == 4 else "fd77:3::2"
    other = "10.77.2.2" if family == 4 else "fd77:2::2"
    recorder = Recorder(f"{out}/{name}.pcap")
    client, server, listener = pair(main, 5201)
    exchange(client, server)
    port = "port 5301" if family == 4 else ""
    sh(f"ip -n m4jcC mptcp endpoint add {other} id 7 signal {port}")
    time.sleep(0.5)
    exchange(client, server)
    sh(f"ip -n m4jcC mptcp endpoint change id 7 backup")
    time.sleep(0.3)
    sh(f"ip -n m4jcC mptcp endpoint change id 7 nobackup")
    time.sleep(0.3)
    exchange(client, server)
    sh("ip -n m4jcC mptcp endpoint delete id 7")
    time.sleep(0.5)
    exchange(client, server)
    client.shutdown(socket.SHUT_WR)
    time.sleep(0.2)
    server.close()
    client.close()
    listener.close()
    time.sleep(0.5)
    recorder.stop(is_tcp)


def fast_close_and_refusal(out):
    """MP_FASTCLOSE; a join that the server's limit forbids: RST with MP_TCPRST; a wrong checksum."""
    for n in ("m4jcA", "m4jcC"):
        sh(f"ip netns exec {n} sysctl -qw net.mptcp.checksum_enabled=1")
        sh(f"ip -n {n} mptcp endpoint flush")
    sh("ip -n m4jcA mptcp limits set subflows 4 add_addr_accepted 4")
    sh("ip -n m4jcC mptcp limits set subflows 0 add_addr_accepted 0")
    sh("ip -n m4jcA mptcp endpoint add 10.77.2.1 id 5 subflow")
    recorder = Recorder(f"{out}/v1-fastclose.pcap")
    client, server, listener = pair("10.77.3.2", 5202)
    exchange(client, server)
    time.sleep(0.5)
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    client.close()
    server.close()
    listener.close()
    recorder.stop(is_tcp)


def checksum_failure(out):
    """A middlebox (nftables in m4jcR) changes a byte of the payload: MP_FAIL."""
    for n in ("m4jcA", "m4jcC"):
        sh(f"ip netns exec {n} sysctl -qw net.mptcp.checksum_enabled=1")
        sh(f"ip -n {n} mptcp endpoint flush")
        sh(f"ip -n {n} mptcp limits set subflows 4 add_addr_accepted 4")
    recorder = Recorder(f"{out}/v1-fail.pcap")
    client, server, listener = pair("10.77.3.2", 5203)
    exchange(client, server)
    # nftables mends the TCP checksum, as a translator would; the mapping's it does not know
    sh("ip netns exec m4jcR nft 'add table ip m; add chain ip m f { type filter hook forward priority 0; }; "
       "add rule ip m f tcp dport 5203 meta length > 200 limit rate 1/hour burst 1 packets "
       "@ih,0,16 set 0x7879'")
    try:
        client.sendall(b"x" * 300)
        server.recv(300)
    except OSError as e:
        print("checksum failure:", e)
    time.sleep(0.5)
    client.close()
    server.close()
    listener.close()
    sh("ip netns exec m4jcR nft delete table ip m")
    recorder.stop(is_tcp)


def sack(out):
    """Plain TCP with losses: SACK, D-SACK, retransmissions; small segments keep the file small."""
    sh("ip netns exec m4jcR nft 'add table inet l; add chain inet l f { type filter hook forward priority 0; }; "
       "add rule inet l f tcp dport 5204 meta length > 100 numgen inc mod 7 < 2 drop'")
    recorder = Recorder(f"{out}/tcp-sack.pcap")
    client, server, listener = pair(
        "10.77.3.2", 5204, 0, lambda s: s.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, 120))
    client.sendall(bytes(i & 0xFF for i in range(4000)))
    client.shutdown(socket.SHUT_WR)
    total = 0
    while True:
        data = server.recv(4000)
        total += len(data)
        if not data:
            break
    assert total == 4000
    server.close()
    client.close()
    listener.close()
    sh("ip netns exec m4jcR nft delete table inet l")
    recorder.stop(is_tcp)


def attempt(address, prepare=None):
    client = sock("m4jcA", address, 0)
    client.settimeout(1)
    if prepare:
        prepare(client)
    try:
        client.connect((address, 80))
    except OSError as e:
        print(address, e)
    client.close()


def icmp(out):
    recorder = Recorder(f"{out}/icmp.pcap")
    for address in ("10.98.0.1", "10.99.0.1", "fd98::1", "fd99::1"):
        attempt(address)
    attempt("10.77.3.2", lambda s: s.setsockopt(socket.IPPROTO_IP, socket.IP_TTL, 1))
    attempt("fd77:3::2", lambda s: s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_UNICAST_HOPS, 1))
    sh("ip -n m4jcR link set rc mtu 1300")
    for address in ("10.77.3.2", "fd77:3::2"):
        client, server, listener = pair(address, 5205, 0)
        client.sendall(b"y" * 1420)
        server.recv(2000)
        for s in (client, server, listener):
            s.close()
    sh("ip -n m4jcR link set rc mtu 1500")
    recorder.stop(lambda p: protocol(p) in (1, 58) and is_error(p))


def is_error(packet):
    kind = packet[(packet[0] & 15) * 4] if packet[0] >> 4 == 4 else packet[40]
    return kind in (3, 11) if packet[0] >> 4 == 4 else kind < 128


def main():
    out = os.path.abspath(sys.argv[1])
    try:
        build()
        mptcp(out, "v1-ipv4-checksum", 4, 1)
        mptcp(out, "v1-ipv6", 6, 0)
        fast_close_and_refusal(out)
        checksum_failure(out)
        sack(out)
        icmp(out)
    finally:
        demolish()


main()
