"""One end of an exchange on the kernel's Multipath TCP, with CUBIC.

exchange.py connect|serve LOCAL REMOTE PORT BYTES

Says "ready", reads "BEGIN MARK END" (nanoseconds of the monotonic clock). The client connects at
BEGIN. Each end sends BYTES and, not before MARK, the end of its stream: a kernel refuses a join after
either stream's end. It says what it received until the peer's stream ends, or until END: "bytes=N
marked=N last=TIME", with what came before MARK and when the last byte came; or "error=TEXT". Its
connection lives until its input ends.
"""
import socket
import sys
import threading
import time

IPPROTO_MPTCP = 262
TCP_CONGESTION = 13
CHUNK = 1 << 16


def left(end):
    return max(1e-6, (end - time.monotonic_ns()) / 1e9)


def new_socket():
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM, IPPROTO_MPTCP)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    return sock


def use_cubic(sock):
    sock.setsockopt(socket.IPPROTO_TCP, TCP_CONGESTION, b"cubic")
    name = sock.getsockopt(socket.IPPROTO_TCP, TCP_CONGESTION, 16).split(b"\0")[0]
    if name != b"cubic":
        raise ValueError("it runs %s, not cubic" % name.decode())


def times():
    print("ready", flush=True)
    return [int(word) for word in sys.stdin.readline().split()]


def connect(sock, local, remote, port):
    sock.bind((local, 0))
    use_cubic(sock)
    begin, mark, end = times()
    time.sleep(left(begin))
    sock.settimeout(left(end))
    sock.connect((remote, port))
    return sock, mark, end


def serve(sock, local, _, port):
    sock.bind((local, port))
    use_cubic(sock)
    sock.listen(1)
    _, mark, end = times()
    sock.settimeout(left(end))
    accepted, _ = sock.accept()
    use_cubic(accepted)
    return accepted, mark, end


def send(sock, count, mark):
    try:
        while count > 0:
            count -= sock.send(bytes(min(count, CHUNK)))
        time.sleep(left(mark))
        sock.shutdown(socket.SHUT_WR)
    except OSError:
        pass  # it is late, which the other end's count shows


def receive(sock, mark, end):
    buffer = bytearray(CHUNK)
    total = marked = last = 0
    try:
        while True:
            sock.settimeout(left(end))
            got = sock.recv_into(buffer)
            now = time.monotonic_ns()
            if got == 0 or now >= end:
                break
            total, last = total + got, now
            if now < mark:
                marked = total
    except socket.timeout:
        pass
    return "bytes=%d marked=%d last=%d" % (total, marked, last)


def exchange(role, local, remote, port, count):
    listener = new_socket()
    sock, mark, end = {"connect": connect, "serve": serve}[role](listener, local, remote, port)
    sock.settimeout(left(end))
    threading.Thread(target=send, args=(sock, count, mark), daemon=True).start()
    print(receive(sock, mark, end), flush=True)
    sys.stdin.read()


try:
    exchange(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]), int(sys.argv[5]))
except (OSError, ValueError) as problem:
    print("error=%s" % problem, flush=True)
    sys.stdin.read()
