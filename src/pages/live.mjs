// The playground's page in a real browser: what it shows as it goes, what it switches, and what a page of another origin,
// or of another name for this machine, cannot.
import { createServer } from 'node:http';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import * as flows from './flows.mjs';

async function watch(browser, address, options) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    const page = await context.newPage();
    page.heard = [];
    page.on('console', (message) => page.heard.push(message.text()));
    page.on('pageerror', (error) => page.heard.push(String(error)));
    await page.goto(address);
    await page.waitForFunction(() => document.getElementById('link').textContent.startsWith('Watching'));
    return page;
}

const shows = (page, text) => page.locator('#rows li', { has: page.locator(`svg[aria-label*="${text}"]`) })
    .first().waitFor({ state: 'attached' }).then(() => true, () => false);

async function attacks({ browser, at, page, said }) {
    const token = await page.getAttribute('#main', 'data-token');
    const evil = createServer((request, response) => {
        response.setHeader('Content-Type', 'text/html');
        response.end('<!doctype html><title>evil</title><p>evil');
    });
    await new Promise((resolve) => evil.listen(0, '127.0.0.1', resolve));
    const other = await (await browser.newContext()).newPage();
    await other.goto(`http://127.0.0.1:${evil.address().port}/`);
    const tried = await other.evaluate(async ({ issuer, stolen }) => {
        const ends = {};
        const attempt = async (name, what) => { ends[name] = await what().then((end) => end, () => 'refused'); };
        const form = new URLSearchParams({ on: 'expired-code' });
        await attempt('read state', async () => (await fetch(`${issuer}/playground`)).text());
        await attempt('read page', async () => (await fetch(`${issuer}/`)).text());
        await attempt('read key', async () => (await fetch(`${issuer}/playground/client-key`)).text());
        await attempt('switch', async () => (await fetch(`${issuer}/playground/fault`, { method: 'POST', body: form })).status);
        await attempt('switch blindly', async () => {
            await fetch(`${issuer}/playground/fault`, { method: 'POST', mode: 'no-cors', body: form });
            return 'refused';
        });
        await attempt('switch with a stolen token', async () => (await fetch(`${issuer}/playground/fault`,
            { method: 'POST', body: form, headers: { 'X-Page-Token': stolen } })).status);
        await attempt('stream', () => new Promise((resolve) => {
            const source = new EventSource(`${issuer}/playground/events`);
            source.onmessage = () => resolve('read');
            source.addEventListener('state', () => resolve('read'));
            source.onerror = () => { source.close(); resolve('refused'); };
        }));
        await attempt('form', async () => {
            const sent = document.createElement('form');
            const frame = document.createElement('iframe');
            frame.name = 'frame';
            Object.assign(sent, { method: 'post', action: `${issuer}/playground/fault`, target: 'frame' });
            sent.innerHTML = '<input name="on" value="expired-code">';
            document.body.append(frame, sent);
            const loaded = new Promise((resolve) => { frame.onload = resolve; });
            sent.submit();
            await loaded;
            return 'refused';
        });
        await attempt('frame', () => new Promise((resolve) => {
            const frame = document.createElement('iframe');
            frame.onload = () => {
                try {
                    resolve(frame.contentDocument && frame.contentDocument.body.textContent.includes('alice') ? 'read' : 'refused');
                } catch {
                    resolve('refused');
                }
            };
            frame.src = `${issuer}/`;
            document.body.append(frame);
        }));
        return ends;
    }, { issuer: at.issuer, stolen: token });
    for (const [name, end] of Object.entries(tried)) {
        said(end === 'refused', `attack from another origin, ${name}: ${String(end).slice(0, 60)}`);
    }
    const state = await (await fetch(`${at.issuer}/playground`)).json();
    said(state.faults.length === 0, `after the attacks no fault is on: ${state.faults}`);
    evil.close();
    // a name that the browser finds here, as after DNS rebinding: for it the page and the playground are one origin
    const rebound = await other.goto(`http://evil.example:${new URL(at.issuer).port}/`);
    said(rebound.status() === 421 && !(await other.content()).includes('data-token'), `a rebinding name: ${rebound.status()}`);
    const asked = await other.evaluate(async () => (await fetch('/playground/fault',
        { method: 'POST', body: new URLSearchParams({ on: 'expired-code' }) })).status);
    said(asked === 421, `a switch by a rebinding name: ${asked}`);
    await other.context().close();
}

export async function judgePlayground({ browser, oat, env, folder, said }) {
    const at = await flows.playground(oat, env);
    const home = join(folder, 'live');
    const mine = { ...env, XDG_CONFIG_HOME: join(home, 'config'), XDG_STATE_HOME: join(home, 'state'), XDG_CACHE_HOME: join(home, 'cache') };
    const address = `${at.issuer}/`;
    const page = await watch(browser, address);
    const second = await watch(browser, address, { colorScheme: 'dark' });
    const refused = await fetch(`${at.gateway}/hello`);
    said(refused.status === 401 && await shows(page, '401: refused here, never seen behind'), 'live: a refused call is seen');
    said(!(await page.content()).includes('gateway to API behind it'), 'live: its arrow ends at the gateway');
    const login = await flows.withSignIn(browser, oat, flows.login(at, join(folder, 'live.json')), mine, `${at.issuer}/authorize`);
    said(login.code === 0, `live: the login ends with ${login.code}`);
    for (const one of [page, second]) {
        said(await shows(one, 'GET /authorize') && await shows(one, '200, authorization_code, demo-web'), 'live: a login is seen');
    }
    await page.waitForFunction(() => document.getElementById('sessions').textContent.includes('alice'));
    said(true, 'live: alice is signed in, by the list');
    const before = await page.locator('#tokens progress').first().evaluate((one) => one.value);
    await page.waitForFunction((more) => document.querySelector('#tokens progress').value < more, before);
    said(true, 'live: the life of a token shrinks');
    const hold = await page.content();
    said(!/ey[A-Za-z0-9_-]{20,}\./.test(hold), 'live: no token stands in the page');

    await page.click('button[data-fault=id-token-wrong-nonce]');
    await second.waitForSelector('button[data-fault=id-token-wrong-nonce][aria-checked=true]');
    const failed = await flows.withSignIn(browser, oat, flows.login(at, join(folder, 'live2.json')), mine, `${at.issuer}/authorize`);
    said(failed.code === 6 && failed.text.includes("the ID token's nonce is the one sent"),
        `live: a fault switched on in the page makes the next login fail: ${failed.code}`);
    await page.click('button[data-form="off=all"]');
    await page.waitForSelector('button[data-fault=id-token-wrong-nonce][aria-checked=false]');
    await page.click('#tokens button:enabled');
    await page.waitForFunction(() => document.getElementById('tokens').textContent.includes('revoked'));
    said(true, 'live: one token is ended');
    for (const width of [320, 360, 1280, 2560]) {
        await page.setViewportSize({ width, height: 900 });
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        said(wide <= width, `live: no sideways scrolling at ${width} (${wide})`);
        if (width >= 1280) {
            const [lanes, seen] = await page.evaluate(() => {
                const end = document.querySelector('.live').getBoundingClientRect().right;
                const heads = [...document.querySelectorAll('.live > svg .head')];
                return [heads.length, heads.filter((one) => one.getBoundingClientRect().right <= end).length];
            });
            said(lanes === 5 && seen === lanes, `live: ${seen} of ${lanes} lanes are seen at ${width}`);
        }
        if (width === 360 || width === 1280) {
            await page.screenshot({ path: join(folder, `live-${width}-light.png`) });
        }
    }
    await second.screenshot({ path: join(folder, 'live-1280-dark.png') });
    for (const [one, scheme] of [[page, 'light'], [second, 'dark']]) {
        const found = (await new AxeBuilder({ page: one }).analyze()).violations;
        said(found.length === 0, `live: axe-core, ${scheme}: ${found.map((fault) => `${fault.id} ${fault.nodes[0].target}`)}`);
    }
    await attacks({ browser, at, page, said });

    const began = Date.now();
    for (let i = 0; i < 10; i++) {
        await Promise.all(Array.from({ length: 50 }, () => fetch(`${at.issuer}/jwks`).then((answer) => answer.text())));
    }
    await page.waitForFunction(() => /\b[5-9]\d\d earlier|\d{4,} earlier/.test(document.getElementById('folded').textContent));
    const rows = await page.locator('#rows li').count();
    const frame = await page.evaluate(() => new Promise((resolve) => {
        const from = performance.now();
        requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - from)));
    }));
    said(rows <= 400, `live: after 1000 messages in ${Date.now() - began} ms ${rows} rows are kept, two frames take ${Math.round(frame)} ms`);
    said(page.heard.length === 0, `live: silent console ${page.heard.join('; ')}`);

    await at.stop();
    await page.waitForFunction(() => document.getElementById('link').textContent.includes('does not answer'));
    const port = new URL(at.issuer).port;
    const again = await flows.playground(oat, env, '--port', port).catch(() => undefined);
    if (again && new URL(again.issuer).port === port) {
        await page.waitForFunction(() => document.getElementById('link').textContent.includes('started anew'));
        said(true, 'live: a page left open over a restart says so');
        await again.stop();
    } else {
        said(false, 'live: the playground did not start again on its port');
    }
    await page.context().close();
    await second.context().close();
}

/** Plays the tour in the page: one click for each part, its words between the arrows. */
export async function judgeTour({ browser, oat, env, said }) {
    let watching;
    const tour = flows.start(oat, ['tour', '--browser', '--no-browser'], env, (line) => {
        const at = /the tour(?: in a browser)?: (http\S+)/.exec(line);
        watching ??= at ? watch(browser, at[1]) : undefined;
    });
    let ended = false;
    const end = tour.done.then((how) => { ended = true; return how; });
    while (!watching && !ended) {
        await Promise.race([end, new Promise((resolve) => setTimeout(resolve, 100))]);
    }
    const page = await watching;
    let shown = '';
    let clicks = 0;
    while (!ended) {
        const next = page.locator('#step button');
        const ready = await Promise.race([end.then(() => false), next.waitFor().then(() => true, () => 'late')]);
        if (ready === 'late') {
            tour.kill('SIGTERM');
        } else if (ready) {
            shown = await page.locator('#rows').innerHTML();
            const rows = await page.locator('#rows > li').count();
            await next.click();
            clicks++;
            // the button goes when the next part begins, whose words follow
            await Promise.race([end, page.waitForFunction((before) => document.querySelectorAll('#rows > li').length > before, rows)
                .catch(() => undefined)]);
        }
    }
    const how = await end;
    said(how.code === 0 && clicks === 6, `tour: ended with ${how.code} after ${clicks} clicks`);
    for (const text of ['1. A program gets a token', 'client credentials', 'oat login demo', 'POST /token', '5. A sign-in on another device']) {
        said(shown.includes(text) || shown.includes(text.replace('client c', 'Client c')), `tour: the page shows ${text}`);
    }
    await page.context().close();
}
