// The flows that the pages are made of, run by the tool against its own playground.
import { spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { join } from 'node:path';

/** Starts a program, and gives its lines as they come. */
export function start(oat, words, env, onLine) {
    const child = spawn(oat[0], [...oat.slice(1), ...words], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const lines = [];
    for (const stream of [child.stdout, child.stderr]) {
        createInterface({ input: stream }).on('line', (line) => {
            lines.push(line);
            onLine?.(line, child);
        });
    }
    child.done = new Promise((resolve) => child.on('close', (code) => resolve({ code, text: lines.join('\n') })));
    return child;
}

/** Starts a playground, and gives its addresses. */
export async function playground(oat, env, ...words) {
    let told;
    const ready = new Promise((resolve) => { told = resolve; });
    const child = start(oat, ['playground', '-o', 'json', ...(words.includes('--port') ? [] : ['--port', '0']), ...words], env, (line) => {
        if (line.startsWith('{')) {
            told(JSON.parse(line));
        }
    });
    child.done.then((end) => told({ failed: end.text }));
    const at = await ready;
    if (!at.issuer) {
        throw new Error(`no playground: ${JSON.stringify(at)}`);
    }
    return { ...at, stop: () => { child.kill('SIGTERM'); return child.done; } };
}

/** Runs a command to its end. */
export function run(oat, words, env) {
    const ran = spawnSync(oat[0], [...oat.slice(1), ...words], { env, encoding: 'utf8', timeout: 60_000 });
    return { code: ran.status, text: `${ran.stdout}${ran.stderr}`, out: ran.stdout };
}

/** Signs alice in on the playground's page, and allows. */
export async function signIn(browser, address) {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(address);
    await page.fill('input[name=username]', 'alice');
    await page.fill('input[name=password]', 'wonderland');
    await page.click('button[value=continue]');
    await page.click('button[value=allow]');
    await page.waitForLoadState();
    const said = await page.textContent('h1');
    await context.close();
    return said;
}

/** Runs a command that waits for a sign-in, and signs in. */
export async function withSignIn(browser, oat, words, env, begins) {
    let visited;
    const child = start(oat, words, env, (line) => {
        const at = line.indexOf(begins);
        if (at >= 0 && !visited) {
            visited = signIn(browser, line.slice(at).trim().split(' ')[0]);
            // it is told where it is awaited, after the command has ended
            visited.catch(() => child.kill('SIGTERM'));
        }
    });
    const end = await child.done;
    return { ...end, page: await visited };
}

export const login = (at, record) => ['login', 'demo', '--issuer', at.issuer, '--client-id', 'demo-web', '--scope',
    'openid profile offline_access read', '--api', at.gateway, '--no-browser', '--record', record];

export const device = (at, record) => ['token', 'device', '--issuer', at.issuer, '--client-id', 'demo-device',
    '--scope', 'openid', '--record', record];

export const dpop = (at, record) => ['call', `${at.gateway}/hello`, '--dpop', '--api', at.gateway, '--issuer', at.issuer,
    '--client-id', 'demo-service', '--client-secret', 'env:SERVICE_SECRET', '--record', record];

export const renewal = (at, record) => ['call', '-p', 'demo', `${at.gateway}/hello`, '--record', record];

export async function switchOn(at, path, form) {
    const answer = await fetch(`${at.issuer}/playground/${path}`, { method: 'POST', body: new URLSearchParams(form ?? {}) });
    if (!answer.ok) {
        throw new Error(`${path}: ${answer.status}`);
    }
}

/** Records all five flows as pages below a folder. */
export async function record(browser, oat, env, folder) {
    const at = await playground(oat, env);
    const file = (name) => join(folder, `${name}.html`);
    const ends = {};
    try {
        ends.login = await withSignIn(browser, oat, login(at, file('login')), env, `${at.issuer}/authorize`);
        await switchOn(at, 'expire');
        ends.renewal = run(oat, renewal(at, file('renewal')), env);
        await switchOn(at, 'fault', { on: 'dpop-nonce' });
        ends.dpop = run(oat, dpop(at, file('dpop')), env);
        await switchOn(at, 'fault', { off: 'all' });
        ends.device = await withSignIn(browser, oat, device(at, file('device')), env, `${at.issuer}/device?`);
        await switchOn(at, 'fault', { on: 'id-token-wrong-nonce' });
        ends.failed = await withSignIn(browser, oat, login(at, file('failed')), env, `${at.issuer}/authorize`);
    } finally {
        await at.stop();
    }
    return ends;
}
