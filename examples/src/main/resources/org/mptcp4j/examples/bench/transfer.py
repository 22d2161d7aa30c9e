"""Whole transfers, on the kernel's TCP or Multipath TCP.

transfer.py serve ADDRESS                            S
transfer.py sized up|down ADDRESS STREAMS            H, so many bytes to S or from there
transfer.py timed up|down ADDRESS STREAMS tcp|mptcp  H, until a time, with an endpoint that knows no sizes

H says "ready" and reads "BEGIN BYTES" or "BEGIN END" once, times in nanoseconds of the monotonic clock. When
all streams have ended and everything was read it answers: "bytes=N nanos=N cpu=N", or "error=TEXT". That time
is from before the first connect until the receiver has read the last byte; cpu is what all processors worked
meanwhile, niced processes aside unless this one is niced, too.

sized: a source in S reads eight bytes, a number, and sends so many; a sink there reads to the end, and answers
with the time at which it had read the last byte. timed: a source sends until H's stream ends; a sink ends its
own when it has read all, and the time is that at which H sees it.
"""
import os
import socket
import sys
import threading
import time

SINK, SOURCE, SIZED_SOURCE, SIZED_SINK = 9, 19, 20, 21
BUFFER = 1 << 20
NUMBER = 8
PATIENCE = 10
MPTCP = 262


def sleep_until(moment):
    time.sleep(max(0, (moment - time.monotonic_ns()) / 1e9))


def processor_nanos():
    with open("/proc/stat") as stat:
        user, nice, system, _, _, irq, softirq = [int(word) for word in stat.readline().split()[1:8]]
    ticks = user + system + irq + softirq + (nice if os.nice(0) > 0 else 0)
    return ticks * 1_000_000_000 // os.sysconf("SC_CLK_TCK")


def send(sock, size):
    chunk = memoryview(bytes(BUFFER))
    while size > 0:
        sock.sendall(chunk[:size])
        size -= BUFFER


def read_all(sock):
    """Reads to the end; returns how much it was, the last few bytes, and when the last one came."""
    buffer = bytearray(BUFFER)
    count, tail, last = 0, b"", time.monotonic_ns()
    got = sock.recv_into(buffer)
    while got:
        last = time.monotonic_ns()
        count += got
        tail = (tail + bytes(buffer[max(0, got - NUMBER):got]))[-NUMBER:]
        got = sock.recv_into(buffer)
    return count, tail, last


# S


def source(sock):
    with sock:
        send(sock, int.from_bytes(sock.recv(NUMBER, socket.MSG_WAITALL), "big"))


def sink(sock):
    with sock:
        _, _, last = read_all(sock)
        sock.sendall(last.to_bytes(NUMBER, "big"))


def in_background(function, *arguments):
    thread = threading.Thread(target=function, args=arguments, daemon=True)
    thread.start()
    return thread


def accept(listener, each):
    while True:
        in_background(each, listener.accept()[0])


def serve(address):
    for port, each in ((SIZED_SOURCE, source), (SIZED_SINK, sink)):
        in_background(accept, socket.create_server((address, port)), each)
    print("ready", flush=True)
    sys.stdin.read()


# H: each returns how many bytes there were, and when the receiver had read the last one


def sized_down(sock, size):
    sock.sendall(size.to_bytes(NUMBER, "big"))
    count, _, last = read_all(sock)
    if count != size:
        raise OSError("%d bytes came instead of %d" % (count, size))
    return count, last


def sized_up(sock, size):
    send(sock, size)
    sock.shutdown(socket.SHUT_WR)
    count, answer, _ = read_all(sock)
    if count != NUMBER:
        raise OSError("no answer from the sink")
    return size, int.from_bytes(answer, "big")


def timed_down(sock, end):
    def finish():
        sleep_until(end)
        sock.shutdown(socket.SHUT_WR)

    in_background(finish)
    count, _, last = read_all(sock)
    if time.monotonic_ns() < end:
        raise OSError("the source ended early")
    # one that stood still at the end had the time all the same
    return count, max(last, end)


def timed_up(sock, end):
    count = 0
    while time.monotonic_ns() < end:
        send(sock, BUFFER)
        count += BUFFER
    sock.shutdown(socket.SHUT_WR)
    read_all(sock)
    return count, time.monotonic_ns()


CLIENTS = {
    ("sized", "down"): (sized_down, SIZED_SOURCE),
    ("sized", "up"): (sized_up, SIZED_SINK),
    ("timed", "down"): (timed_down, SOURCE),
    ("timed", "up"): (timed_up, SINK),
}


def transfer(role, way, address, streams, protocol="tcp"):
    client, port = CLIENTS[(role, way)]
    results, problems = [], []

    def run(limit):
        try:
            kind = MPTCP if protocol == "mptcp" else 0
            with socket.socket(socket.AF_INET, socket.SOCK_STREAM, kind) as sock:
                sock.settimeout(PATIENCE)
                sock.connect((address, port))
                sock.settimeout(None)
                results.append(client(sock, limit))
        except OSError as problem:
            problems.append(problem)

    print("ready", flush=True)
    begin, limit = [int(word) for word in sys.stdin.readline().split()]
    if role == "sized":
        limit = -(-limit // int(streams))
    sleep_until(begin)
    before, begun = processor_nanos(), time.monotonic_ns()
    threads = [in_background(run, limit) for _ in range(int(streams))]
    for thread in threads:
        thread.join()
    if problems:
        raise problems[0]
    cpu = processor_nanos() - before
    count, last = sum(result[0] for result in results), max(result[1] for result in results)
    print("bytes=%d nanos=%d cpu=%d" % (count, last - begun, cpu), flush=True)


try:
    if sys.argv[1] == "serve":
        serve(sys.argv[2])
    else:
        transfer(*sys.argv[1:])
except (OSError, ValueError) as problem:
    print("error=%s" % problem, flush=True)
