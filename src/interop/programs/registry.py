"""One server in three parts: an npm registry, a Python index and an image registry for whoever shows the token, and the
security token service of Google's libraries, which answers to whatever token it is shown. What came is a line of its log. Arguments: the port, and for TLS a file with a certificate
and its key."""

import base64
import http.server
import json
import ssl
import sys
import urllib.parse


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self, status, kind, body, headers=()):
        data = body.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def shown(self):
        scheme, _, rest = self.headers.get("Authorization", "").partition(" ")
        if scheme.lower() == "basic":
            rest = base64.b64decode(rest).decode().partition(":")[2]
        return scheme.lower(), rest

    def do_GET(self):
        scheme, token = self.shown()
        print(self.path.split("/")[1], scheme or "nothing", token, flush=True)
        if not token:
            challenge = "Bearer" if self.path.startswith("/npm") else 'Basic realm="programs"'
            return self.answer(401, "application/json", "{}", [("WWW-Authenticate", challenge)])
        if self.path.startswith("/npm"):
            version = {"name": "hello", "version": "1.2.3", "dist": {"tarball": "http://127.0.0.1/none"}}
            return self.answer(200, "application/json", json.dumps(
                {"name": "hello", "dist-tags": {"latest": "1.2.3"}, "versions": {"1.2.3": version}}))
        if self.path.startswith("/simple"):
            return self.answer(200, "text/html", "<!DOCTYPE html><html><body></body></html>")
        if "/manifests/" in self.path:
            manifest = {"schemaVersion": 2, "mediaType": "application/vnd.docker.distribution.manifest.list.v2+json",
                        "manifests": []}
            return self.answer(200, manifest["mediaType"], json.dumps(manifest))
        return self.answer(200, "application/json", "{}")

    do_HEAD = do_GET

    def do_POST(self):
        text = self.rfile.read(int(self.headers.get("Content-Length", "0"))).decode()
        form = dict(urllib.parse.parse_qsl(text))
        print("sts", form.get("subject_token_type", ""), form.get("subject_token", ""), flush=True)
        self.answer(200, "application/json", json.dumps({
            "access_token": "google-token", "token_type": "Bearer", "expires_in": 3600,
            "issued_token_type": "urn:ietf:params:oauth:token-type:access_token"}))

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler)
if len(sys.argv) > 2:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[2])
    server.socket = context.wrap_socket(server.socket, server_side=True)
server.serve_forever()
