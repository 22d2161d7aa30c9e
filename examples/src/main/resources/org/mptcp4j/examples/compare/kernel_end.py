"""One end of a bulk transfer on the kernel's TCP: send|receive ADDRESS PORT.

Says "ready", reads "BEGIN END" (nanoseconds of the monotonic clock), and at END says in one line
what it did: "bytes=N key=value ...", or "error=TEXT". Its connection lives until its input ends, so
that the other end can report, too.
"""
import socket
import struct
import sys
import time

BUFFER = bytearray(1 << 18)
TCP_CONGESTION = 13
RESET_ON_CLOSE = struct.pack("ii", 1, 0)


def left(end):
    return max(1e-6, (end - time.monotonic_ns()) / 1e9)


def span():
    print("ready", flush=True)
    return [int(word) for word in sys.stdin.readline().split()]


def send(sock, address):
    try:
        sock.setsockopt(socket.IPPROTO_TCP, TCP_CONGESTION, b"cubic")
    except OSError as problem:
        return "error=no CUBIC on this machine: %s" % problem.strerror
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_ON_CLOSE)
    begin, end = span()
    time.sleep(left(begin))
    try:
        sock.settimeout(left(end))
        sock.connect(address)
        while time.monotonic_ns() < end:
            sock.settimeout(left(end))
            sock.send(BUFFER)
    except socket.timeout:
        pass
    return describe(sock)


def describe(sock):
    name = sock.getsockopt(socket.IPPROTO_TCP, TCP_CONGESTION, 16).split(b"\0")[0].decode()
    if name != "cubic":
        return "error=the kernel's sender runs %s, not cubic" % name
    # struct tcp_info (linux/tcp.h)
    info = sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 256)

    def word(at):
        return struct.unpack_from("I", info, at)[0] if len(info) >= at + 4 else 0

    acked = struct.unpack_from("Q", info, 120)[0]
    timeouts = struct.unpack_from("H", info, 240)[0] if len(info) >= 242 else 0
    return "bytes=%d retransmitted=%d timeouts=%d cwnd=%d ssthresh=%d rtt=%d reordering=%d" % (
        acked, word(100), timeouts, word(80), word(76), word(68), word(92))


def receive(listener, address):
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(address)
    listener.listen(1)
    _, end = span()
    total = 0
    listener.settimeout(left(end))
    try:
        sock, _ = listener.accept()
        ACCEPTED.append(sock)
        while True:
            sock.settimeout(left(end))
            got = sock.recv_into(BUFFER)
            if got == 0 or time.monotonic_ns() >= end:
                break
            total += got
    except socket.timeout:
        pass
    return "bytes=%d" % total


ACCEPTED = []


def main():
    role, host, port = sys.argv[1:4]
    with socket.socket() as sock:
        try:
            print({"send": send, "receive": receive}[role](sock, (host, int(port))), flush=True)
        except (OSError, ValueError) as problem:
            print("error=%s" % problem, flush=True)
        sys.stdin.read()


main()
