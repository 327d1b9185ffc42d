// Opens the pages that oat writes in a real browser: nothing is asked of any network, no console error, no secret, nothing
// that axe-core objects to, a way by keyboard, and pictures for people to look at.
// usage: node check.mjs FOLDER [OAT-COMMAND...]
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import AxeBuilder from '@axe-core/playwright';
import { chromium } from 'playwright-core';
import * as flows from './flows.mjs';
import { judgePlayground, judgeTour } from './live.mjs';

const [where, ...command] = process.argv.slice(2);
const folder = resolve(where);
const oat = command.length > 0 ? command : ['target/oat/bin/oat'];
mkdirSync(folder, { recursive: true });
const home = join(folder, 'home');
mkdirSync(home, { recursive: true });
const canary = 'canary-Zk93hQ-secret';
const env = {
    ...process.env, HOME: home, XDG_CONFIG_HOME: join(home, 'config'), XDG_STATE_HOME: join(home, 'state'),
    XDG_CACHE_HOME: join(home, 'cache'), SERVICE_SECRET: 'service-secret', WRONG_SECRET: canary, BROWSER: '', NO_COLOR: '1',
};
delete env.JAVA_TOOL_OPTIONS;
const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const launched = await chromium.launch({ executablePath, args: ['--no-sandbox', '--host-resolver-rules=MAP evil.example 127.0.0.1'] });
const browser = {
    /** A context of its own, with patience for a busy machine. */
    async newContext(options) {
        const context = await launched.newContext(options);
        context.setDefaultTimeout(120_000);
        return context;
    },
};
let tests = 0;
let failures = 0;
let errors = 0;
const wrong = [];
const said = (fine, what) => {
    tests++;
    failures += fine ? 0 : 1;
    console.log(`${fine ? 'ok     ' : 'FAILED '} ${what}`);
    if (!fine) {
        wrong.push(what);
    }
};

/** Does a part of it; one that breaks off is told, and the others go on. */
async function part(name, what) {
    const began = Date.now();
    try {
        await what();
        console.log(`pages: ${name} took ${Math.round((Date.now() - began) / 1000)} s`);
    } catch (error) {
        tests++;
        errors++;
        console.log(`FAILED  ${name}: ${error.stack}`);
        wrong.push(`${name}: ${error.message}`);
    }
}

/** Does parts of it, so many at once as there are cores. */
async function parts(all) {
    const left = Object.entries(all);
    await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, async () => {
        for (let next = left.shift(); next; next = left.shift()) {
            await part(...next);
        }
    }));
}

async function open(file, options) {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    page.heard = [];
    page.asked = [];
    page.on('console', (message) => page.heard.push(message.text()));
    page.on('pageerror', (error) => page.heard.push(String(error)));
    page.on('request', (request) => page.asked.push(request.url()));
    await page.goto(pathToFileURL(file).href);
    return page;
}

async function judge(name, file, expected) {
    const page = await open(file, { viewport: { width: 1280, height: 900 }, colorScheme: 'light' });
    for (const width of [320, 360, 1280, 2560]) {
        await page.setViewportSize({ width, height: 900 });
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        said(wide <= width, `${name}: no sideways scrolling at ${width} (${wide})`);
    }
    for (const colorScheme of ['light', 'dark']) {
        await page.emulateMedia({ colorScheme });
        for (const width of [360, 1280]) {
            await page.setViewportSize({ width, height: 900 });
            await page.screenshot({ path: join(folder, `${name}-${width}-${colorScheme}.png`), fullPage: true });
        }
    }
    await page.evaluate(() => document.querySelectorAll('details').forEach((one) => { one.open = true; }));
    for (const colorScheme of ['dark', 'light']) {
        await page.emulateMedia({ colorScheme });
        const found = (await new AxeBuilder({ page }).analyze()).violations;
        said(found.length === 0, `${name}: axe-core, ${colorScheme}: ${found.length} violations ${
            found.map((one) => `${one.id} ${one.nodes[0].target}`).join('; ')}`);
    }
    said(page.heard.length === 0, `${name}: silent console ${page.heard.join('; ')}`);
    said(page.asked.length === 1, `${name}: no request ${page.asked.slice(1)}`);
    const dom = await page.content();
    said(expected.every((text) => dom.includes(text)), `${name}: says ${expected.filter((text) => !dom.includes(text))}`);
    const labels = await page.evaluate(() => {
        const boxes = [...document.querySelectorAll('.sequence .label, .sequence .head')]
            .map((one) => ({ diagram: one.closest('svg'), ...one.getBoundingClientRect().toJSON() }))
            .filter((box) => box.width > 0);
        let overlaps = 0;
        // of two diagrams side by side each is scrolled by itself
        boxes.forEach((a, i) => boxes.slice(i + 1).filter((b) => a.diagram === b.diagram).forEach((b) => {
            overlaps += a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 3 && b.top < a.bottom - 3 ? 1 : 0;
        }));
        return { count: boxes.length, overlaps };
    });
    said(labels.overlaps === 0, `${name}: ${labels.count} labels as the browser draws them, ${labels.overlaps} overlap`);
    await page.emulateMedia({ media: 'print' });
    await page.setViewportSize({ width: 720, height: 1018 });
    await page.screenshot({ path: join(folder, `${name}-print.png`), fullPage: false });
    await page.pdf({ path: join(folder, `${name}.pdf`), format: 'A4' });
    await page.context().close();
    const quiet = await open(file, { viewport: { width: 1280, height: 900 }, javaScriptEnabled: false });
    const summary = quiet.locator('details.step > summary').first();
    if (await summary.count() > 0) {
        const details = summary.locator('..');
        const before = await details.getAttribute('open');
        await summary.click();
        said((await details.getAttribute('open')) !== before, `${name}: a message opens without scripts`);
    }
    await quiet.context().close();
}

/** From the top by keyboard alone to a message, and on to a check. */
async function keyboard(name, file) {
    const page = await open(file, { viewport: { width: 1280, height: 900 } });
    const focus = () => page.evaluate(() => {
        const at = document.activeElement;
        return { tag: at.tagName.toLowerCase(), id: at.id, href: at.getAttribute('href') ?? '', text: at.textContent };
    });
    let arrows = 0;
    let reached = false;
    for (let i = 0; i < 300 && !reached; i++) {
        await page.keyboard.press('Tab');
        const at = await focus();
        arrows += at.tag === 'a' && at.href.startsWith('#m') ? 1 : 0;
        if (at.tag === 'a' && at.text.includes('check') && at.href.startsWith('#m')) {
            await page.keyboard.press('Enter');
            const there = await focus();
            said(there.tag === 'summary' && '#' + there.id === at.href, `${name}: Enter on an arrow leads to ${there.id}`);
            await page.keyboard.press('Tab');
            const inside = await focus();
            const visible = await page.evaluate(() => document.activeElement.closest('li') !== null);
            said(inside.tag === 'a' && visible, `${name}: from the headline to a check in ${i + 2} keys: ${inside.text}`);
            reached = true;
        }
    }
    said(reached, `${name}: a check is reached by keyboard, past ${arrows} arrows`);
    await page.context().close();
}

async function bonds(file) {
    const page = await open(file, { viewport: { width: 1280, height: 900 } });
    await page.click('#all');
    for (const [one, other] of [['code_challenge', 'code_verifier'], ['state', 'state'], ['nonce', 'nonce']]) {
        const row = page.locator('.inside tr[data-bond]', { has: page.locator(`th:text-is("${one}")`) }).first();
        await row.hover();
        const lit = await page.locator('.inside tr.lit th').allTextContents();
        said(lit.length > 1 && lit.includes(other), `bonds: ${one} lights up ${lit.join(', ')}`);
        await row.locator('a.bond').focus();
        await page.keyboard.press('Enter');
        const there = await page.evaluate(() => document.activeElement.closest('tr').querySelector('th').textContent);
        said(there === other, `bonds: Enter on the mark of ${one} leads to ${there}`);
    }
    await page.context().close();
}

const page = (name) => join(folder, `${name}.html`);
const json = (name) => join(folder, `${name}.json`);
const exported = (name, words) => writeFileSync(page(name), flows.run(oat, words, env).out);

/** The five flows, each recorded as a page by the tool. */
async function recorded() {
    const ends = await flows.record(browser, oat, env, folder);
    ends.refused = flows.run(oat, ['token', 'client-credentials', '--issuer', 'http://127.0.0.1:9', '--client-id', canary,
        '--client-secret', 'env:WRONG_SECRET', '--record', page('refused')], env);
    for (const [name, code] of [['login', 0], ['renewal', 0], ['dpop', 0], ['device', 0], ['failed', 6]]) {
        said(ends[name].code === code, `${name}: ended with ${ends[name].code} ${ends[name].code === code ? '' : ends[name].text}`);
        const text = readFileSync(page(name), 'utf8');
        said(!text.includes('service-secret') && !text.includes('wonderland'), `${name}: no secret that was given to oat`);
        said(!/ey[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{20,}\./.test(text), `${name}: no JWT stands in the file`);
        said((statSync(page(name)).mode & 0o777) === 0o600, `${name}: the file is its owner's alone`);
    }
}

/** Pages that are made without a flow. */
async function made() {
    exported('hostile', ['record', 'export', 'src/test/resources/recordings/hostile-words.json', '--html']);
    // names without a place to break stand in headings
    const [one, other] = [json('a'.repeat(90)), json('W'.repeat(90))];
    writeFileSync(one, readFileSync('src/test/resources/recordings/login.json'));
    writeFileSync(other, readFileSync(one, 'utf8').replace('"demo-web"', '"démo-ウェブ-שלום"').replace('S256', 'plain'));
    exported('diff', ['record', 'diff', one, other, '--html']);
    exported('token', ['jwt', 'decode', readFileSync('src/pages/token.txt', 'utf8').trim(), '--html']);
    const at = await flows.playground(oat, env);
    exported('server', ['discover', at.issuer, '--html']);
    await at.stop();
}

await part('recordings', recorded);
await part('exports', made);
await parts({
    login: () => judge('login', page('login'), ['oat login succeeded', 'ID token, decoded', 'user-alice', 'What binds what']),
    device: () => judge('device', page('device'), ['device authorization', 'device_code']),
    dpop: () => judge('dpop', page('dpop'), ['DPoP proof, decoded', 'cnf.jkt', 'use_dpop_nonce']),
    renewal: () => judge('renewal', page('renewal'), ['401', 'refresh token']),
    failed: () => judge('failed', page('failed'), ['oat login failed', 'made for another sign-in', '1 failed']),
    hostile: () => judge('hostile', page('hostile'), []),
    diff: () => judge('diff', page('diff'), ['differ']),
    token: () => judge('token', page('token'), ['decoded', 'demo-service']),
    server: () => judge('server', page('server'), ['token_endpoint', 'Findings']),
    keyboard: () => keyboard('failed', page('failed')),
    bonds: () => bonds(page('login')),
});
await part('playground', () => judgePlayground({ browser, oat, env, folder, said }));
await part('tour', () => judgeTour({ browser, oat, env, said }));
await launched.close();
wrong.forEach((what) => console.log(`FAILED  ${what}`));
console.log(`pages: the pictures are in ${folder}`);
console.log(`Tests run: ${tests}, Failures: ${failures}, Errors: ${errors}, Skipped: 0`);
process.exit(failures + errors === 0 ? 0 : 1);
