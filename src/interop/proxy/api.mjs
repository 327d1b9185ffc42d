// An API that guards itself: JSON, server-sent events, a WebSocket, bodies that take their time. It checks each token's
// signature and end by the issuer's keys, with other code than the tool's.
// usage: node api.mjs ISSUER       prints its port
import { createPublicKey, verify } from 'node:crypto';
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';

const issuer = process.argv[2];
const keys = new Map();
const known = new Map();
const counts = {};

async function key(id) {
    if (!keys.has(id)) {
        for (const jwk of (await (await fetch(`${issuer}/jwks`)).json()).keys) {
            keys.set(jwk.kid, createPublicKey({ key: jwk, format: 'jwk' }));
        }
    }
    return keys.get(id);
}

async function claims(request) {
    const [scheme, token] = (request.headers.authorization ?? '').split(' ');
    if (scheme !== 'Bearer' || !token) {
        return undefined;
    }
    if (!known.has(token)) {
        const parts = token.split('.');
        const [header, body] = parts.slice(0, 2).map((part) => JSON.parse(Buffer.from(part, 'base64url')));
        const fits = verify('sha256', Buffer.from(`${parts[0]}.${parts[1]}`),
            { key: await key(header.kid), dsaEncoding: 'ieee-p1363' }, Buffer.from(parts[2], 'base64url'));
        known.set(token, fits ? body : { exp: 0 });
    }
    const found = known.get(token);
    return found.exp * 1000 > Date.now() ? found : undefined;
}

async function allowed(request, response) {
    const found = await claims(request).catch(() => undefined);
    if (!found) {
        response.writeHead(401, { 'WWW-Authenticate': 'Bearer error="invalid_token"' }).end();
    }
    return found;
}

const server = createServer((request, response) => {
    const path = request.url.split('?')[0];
    if (path === '/counts') {
        response.end(JSON.stringify(counts));
        return;
    }
    if (path === '/end') {
        // every token that has been seen counts as ended from now on
        known.forEach((_, token) => known.set(token, { exp: 0 }));
        response.end();
        return;
    }
    const found = known.get((request.headers.authorization ?? '').slice(7));
    const good = found && found.exp * 1000 > Date.now() ? Promise.resolve(found) : allowed(request, response);
    good.then((subject) => subject && answer(path, subject, request, response));
});

function answer(path, subject, request, response) {
    counts[path] = (counts[path] ?? 0) + 1;
    if (path === '/hello') {
        response.setHeader('Content-Type', 'application/json');
        response.end(`{"hello":"${subject.sub}","cookie":"${request.headers.cookie ?? ''}","origin":"${request.headers.origin ?? ''}"}`);
    } else if (path === '/body') {
        let length = 0;
        request.on('data', (piece) => { length += piece.length; });
        request.on('end', () => response.end(String(length)));
    } else if (path === '/events') {
        response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
        let count = 0;
        const timer = setInterval(() => response.write(`data: ${count++}\n\n`), 200);
        response.on('close', () => clearInterval(timer));
    } else if (path === '/slow') {
        let left = 20;
        const timer = setInterval(() => {
            response.write('x'.repeat(100));
            if (--left === 0) {
                clearInterval(timer);
                response.end();
            }
        }, 100);
        response.on('close', () => clearInterval(timer));
    } else {
        response.writeHead(404).end();
    }
}

const sockets = new WebSocketServer({ noServer: true });
server.on('upgrade', async (request, socket, head) => {
    const found = await claims(request).catch(() => undefined);
    if (!found) {
        socket.end('HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n');
        return;
    }
    counts['/socket'] = (counts['/socket'] ?? 0) + 1;
    sockets.handleUpgrade(request, socket, head, (one) => {
        one.on('message', (text, binary) => one.send(binary ? text : `${found.sub} said ${text}`));
    });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
