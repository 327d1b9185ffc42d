// A small answer over HTTP/2 (and HTTP/1.1 for who asks), on loopback; prints its port, and serves until its input ends.
// usage: node http2.mjs KEYSTORE PASSWORD
import { createSecureServer } from "node:http2";
import { readFileSync } from "node:fs";

const [store, password] = process.argv.slice(2);
const answer = JSON.stringify({ id: 1, name: "small" });
const options = { pfx: readFileSync(store), passphrase: password, allowHTTP1: true };
const server = createSecureServer(options, (request, response) => {
    request.resume();
    response.writeHead(200, { "content-type": "application/json", "content-length": answer.length });
    response.end(answer);
});
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
process.stdin.resume().on("end", () => process.exit(0));
