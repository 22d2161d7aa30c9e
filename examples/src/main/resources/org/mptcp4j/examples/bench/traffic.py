"""The hosts of the benchmark, on the kernel's plain TCP.

traffic.py serve ADDRESS            S, which also counts
traffic.py up|down ADDRESS COUNT    H, COUNT streams to S or from there
traffic.py short ADDRESS            H, short connections, one after the other

Each says "ready" and reads times, in nanoseconds of the monotonic clock. H reads "BEGIN MARK END" once,
starts at BEGIN. S reads "MARK END" as often as it is told to. Who sends stops at END and ends its streams,
who receives reads them to their ends; so nothing of one measurement is left in the next. Then both answer
with what came between MARK and END: "bytes=N", at S with cpu=NANOSECONDS that all processors worked, or
"error=TEXT". Of short connections H says how many ended in that time, and the median of the time to the
first byte.

Work of niced processes is not counted, unless this one is niced too: it is that of others.
"""
import os
import socket
import statistics
import sys
import threading
import time

ECHO, SINK, SOURCE = 7, 9, 19
BUFFER = 1 << 20
PATIENCE = 10
# What lies in the buffers of hosts and gateways at the end, 32 MB perhaps, has to go over slow links.
LONG_PATIENCE = 60


def sleep_until(moment):
    time.sleep(max(0, (moment - time.monotonic_ns()) / 1e9))


def times():
    line = sys.stdin.readline()
    return [int(word) for word in line.split()]


class Receivers:
    """Receive streams and count; each has a cell of its own, so no thread waits for another one."""

    def __init__(self):
        self.cells = []
        self.threads = []

    def add(self, sock):
        cell = [0]
        self.cells.append(cell)
        self.threads.append(in_background(self.receive, sock, cell))

    @staticmethod
    def receive(sock, cell):
        buffer = bytearray(BUFFER)
        with sock:
            got = sock.recv_into(buffer)
            while got:
                cell[0] += got
                got = sock.recv_into(buffer)

    def total(self):
        return sum(cell[0] for cell in self.cells)

    def finish(self):
        """Waits for the ends of all streams."""
        patience = time.monotonic() + LONG_PATIENCE
        for thread in self.threads:
            thread.join(max(0, patience - time.monotonic()))
            if thread.is_alive():
                raise OSError("a stream does not end")
        self.cells.clear()
        self.threads.clear()


def send(sock, end):
    chunk = bytes(BUFFER)
    with sock:
        while time.monotonic_ns() < end():
            sock.sendall(chunk)


def echo(sock):
    try:
        sock.settimeout(PATIENCE)
        sock.sendall(sock.recv(1))
    except OSError:
        pass
    sock.close()


def in_background(function, *arguments):
    thread = threading.Thread(target=function, args=arguments, daemon=True)
    thread.start()
    return thread


def accept(listener, each):
    while True:
        each(listener.accept()[0])


def listen(address, port, each):
    listener = socket.create_server((address, port), backlog=512)
    in_background(accept, listener, each)


def processor_nanos():
    with open("/proc/stat") as stat:
        user, nice, system, _, _, irq, softirq = [int(word) for word in stat.readline().split()[1:8]]
    ticks = user + system + irq + softirq + (nice if os.nice(0) > 0 else 0)
    return ticks * 1_000_000_000 // os.sysconf("SC_CLK_TCK")


def serve(address):
    receivers = Receivers()
    end = 0
    listen(address, ECHO, echo)
    listen(address, SINK, receivers.add)
    listen(address, SOURCE, lambda sock: in_background(send, sock, lambda: end))
    print("ready", flush=True)
    moments = times()
    while moments:
        mark, end = moments
        sleep_until(mark)
        bytes_before, nanos_before = receivers.total(), processor_nanos()
        sleep_until(end)
        count, nanos = receivers.total() - bytes_before, processor_nanos() - nanos_before
        receivers.finish()
        print("bytes=%d cpu=%d" % (count, nanos), flush=True)
        moments = times()


def connect(address, port):
    sock = socket.create_connection((address, port), PATIENCE)
    sock.settimeout(None)
    return sock


def stream(address, count, up):
    print("ready", flush=True)
    begin, mark, end = times()
    sleep_until(begin)
    receivers = Receivers()
    senders = []
    for _ in range(count):
        sock = connect(address, SINK if up else SOURCE)
        if up:
            senders.append(in_background(send, sock, lambda: end))
        else:
            receivers.add(sock)
    sleep_until(mark)
    before = receivers.total()
    sleep_until(end)
    total = receivers.total() - before
    receivers.finish()
    for sender in senders:
        sender.join(LONG_PATIENCE)
    print("bytes=%d" % total, flush=True)


def one_short(address):
    """Connects, asks with a byte, and waits for a byte and the end; returns when the byte came."""
    with socket.create_connection((address, ECHO), PATIENCE) as sock:
        sock.sendall(b"?")
        if sock.recv(1) != b"?":
            raise OSError("no answer")
        first = time.monotonic_ns()
        sock.recv(1)
    return first


def short(address):
    print("ready", flush=True)
    begin, mark, end = times()
    sleep_until(begin)
    waits = []
    before = time.monotonic_ns()
    while before < end:
        first = one_short(address)
        after = time.monotonic_ns()
        if mark <= before and after <= end:
            waits.append(first - before)
        before = after
    median = int(statistics.median(waits)) if waits else 0
    print("bytes=0 connections=%d first=%d" % (len(waits), median), flush=True)


def main(role, address, count=0):
    if role == "serve":
        serve(address)
    elif role == "short":
        short(address)
    else:
        stream(address, int(count), role == "up")


try:
    main(*sys.argv[1:])
except (OSError, ValueError) as problem:
    print("error=%s" % problem, flush=True)
