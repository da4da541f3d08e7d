"""The peers of scripts/image-check: a TLS server that answers 404, and a name server for one name.

    image_peers.py FOLDER     with cert.pem and key.pem in it
"""

import http.server
import pathlib
import socket
import ssl
import sys
import threading

ANSWER = b'{"message": "Not Found", "status": "404"}'


class NotFound(http.server.BaseHTTPRequestHandler):
    """Answers every request as GitHub answers for what is not there."""

    protocol_version = "HTTP/1.1"

    def answer(self):
        self.send_response(404)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(ANSWER)))
        self.end_headers()
        self.wfile.write(ANSWER)

    do_GET = do_POST = answer


def name_server(udp):
    """Answers `by-dns.test` with 127.0.0.1 and has no other record."""
    while True:
        question, sender = udp.recvfrom(512)
        name_end = question.index(b"\0", 12) + 1
        asked, kind = question[12:name_end], question[name_end : name_end + 2]
        known = asked == b"\x06by-dns\x04test\0" and kind == b"\x00\x01"
        head = question[:2] + b"\x81\x80\0\1" + bytes([0, int(known)]) + b"\0\0\0\0"
        record = b"\xc0\x0c\0\1\0\1\0\0\0\x3c\0\4\x7f\0\0\1" if known else b""
        udp.sendto(head + question[12 : name_end + 4] + record, sender)


def main():
    folder = pathlib.Path(sys.argv[1])
    udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    udp.bind(("127.0.0.1", 53))
    threading.Thread(target=name_server, args=(udp,), daemon=True).start()
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 8443), NotFound)
    server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    print("ready", flush=True)
    server.serve_forever()


main()
