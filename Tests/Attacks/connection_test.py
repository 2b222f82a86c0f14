#!/usr/bin/env python3
"""Clients that are slow, and a service that is told to stop while it is busy.

    RAPPORT=.build/debug/rapport Tests/Attacks/connection_test.py
"""

import http.client
import os
import signal
import socket
import threading
import time
import unittest

from service import Service

CLIENTS = 16
REQUESTS = int(os.environ.get("RAPPORT_DRAIN_REQUESTS", "2000"))


class ConnectionTest(unittest.TestCase):
    def test_a_slow_client_is_cut_off_and_others_do_not_notice(self):
        with Service() as service:
            ends = {}

            def trickle(name, head, byte):
                with socket.create_connection(("127.0.0.1", service.port)) as connection:
                    connection.sendall(head)
                    start = time.monotonic()
                    connection.settimeout(0.5)
                    while time.monotonic() - start < 45:
                        try:
                            connection.sendall(byte)
                            if connection.recv(4096) == b"":
                                break
                        except socket.timeout:
                            continue
                        except OSError:
                            break
                    ends[name] = time.monotonic() - start

            post = b"POST /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n"
            slow = [
                threading.Thread(target=trickle, args=arguments)
                for arguments in [("header", b"GET / HTTP/1.1\r\nX-Slow: ", b"a"), ("body", post, b"a")]]
            for thread in slow:
                thread.start()
            worst = 0
            while any(thread.is_alive() for thread in slow):
                start = time.monotonic()
                self.ask(service.port)
                worst = max(worst, time.monotonic() - start)
            self.assertLess(ends["header"], 13)
            self.assertLess(ends["body"], 34)
            self.assertLess(worst, 1)

    def test_what_is_too_large_is_refused(self):
        with Service() as service:
            head = b"GET /healthz HTTP/1.1\r\nHost: x\r\n"
            within = [b"X-Long: " + b"a" * 15_000 + b"\r\n", b"X-Many: a\r\n" * 90]
            beyond = [b"X-Long: " + b"a" * 17_000 + b"\r\n", b"X-Many: a\r\n" * 110, b"X-Sum: " + b"a" * 900 + b"\r\n"]
            beyond[2] *= 20
            for fields, is_answered in [(some, True) for some in within] + [(some, False) for some in beyond]:
                with socket.create_connection(("127.0.0.1", service.port)) as connection:
                    connection.settimeout(10)
                    connection.sendall(head + fields + b"\r\n")
                    answer = connection.recv(4096)
                    self.assertEqual(answer.startswith(b"HTTP/1.1 200"), is_answered, (fields[:20], answer))
                    if not is_answered:
                        # Closed, with a word or without one.
                        self.assertTrue(answer == b"" or answer.startswith(b"HTTP/1.1 4"), answer)
                        self.read_to_the_end(connection)
            self.ask(service.port)

    def test_no_request_is_lost_when_the_service_is_told_to_stop(self):
        with Service() as service:
            done, lost, told = [0] * CLIENTS, [], threading.Event()

            def work(number):
                connection = None
                while True:
                    try:
                        if connection is None:
                            connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=30)
                            connection.connect()
                    except OSError:
                        # Not taken in: the request was never sent, and another server would have it.
                        return
                    try:
                        connection.request("GET", "/healthz")
                        answer = connection.getresponse()
                        answer.read()
                        if answer.status != 200:
                            lost.append(answer.status)
                        done[number] += 1
                        if answer.getheader("Connection") == "close":
                            connection.close()
                            connection = None
                    except (OSError, http.client.HTTPException) as error:
                        lost.append(repr(error))
                        return
                    if sum(done) >= REQUESTS // 2:
                        told.set()
                    if sum(done) >= REQUESTS * 3:
                        return

            threads = [threading.Thread(target=work, args=(number,)) for number in range(CLIENTS)]
            for thread in threads:
                thread.start()
            told.wait(60)
            service.program.send_signal(signal.SIGTERM)
            for thread in threads:
                thread.join()
            self.assertEqual(service.stop(), 0)
            self.assertEqual(lost, [])
            self.assertGreater(sum(done), REQUESTS // 2)
            print(f"{sum(done)} requests answered, {len(lost)} lost")

    def read_to_the_end(self, connection):
        """Fails by the connection's time-out when the other end keeps it open."""
        try:
            while connection.recv(4096):
                pass
        except ConnectionResetError:
            pass

    def ask(self, port):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request("GET", "/healthz")
        self.assertEqual(connection.getresponse().status, 200)
        connection.close()


if __name__ == "__main__":
    unittest.main()
