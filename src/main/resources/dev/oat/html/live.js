'use strict';
// hangs what the playground draws in its place, keeps the lists true, and sends what is switched
(() => {
    const MOST = 400;
    const by = (id) => document.getElementById(id);
    const main = by('main');
    const rows = by('rows');
    const view = rows.parentElement;
    let folded = 0;
    let ahead = 0;
    let lives = [];
    let waiting = [];

    const say = (text, lost) => {
        by('link').textContent = text;
        by('link').classList.toggle('lost', lost);
    };
    const post = async (path, form) => {
        const answer = await fetch('/playground/' + path, {
            method: 'POST', body: new URLSearchParams(form), headers: {'X-Page-Token': main.dataset.token},
        }).catch(() => undefined);
        if (!answer || !answer.ok) {
            say(answer ? 'The playground refused that: ' + answer.status + '. Load this page again.' : 'The playground does not answer.', true);
        }
    };
    const element = (name, text, kind) => {
        const made = document.createElement(name);
        made.textContent = text;
        made.className = kind || '';
        return made;
    };

    // many messages come at once: they are hung up once a frame
    const hang = () => {
        const follows = view.scrollHeight - view.scrollTop - view.clientHeight < 80;
        const skipped = Math.max(0, waiting.length - MOST);
        const made = document.createElement('template');
        made.innerHTML = waiting.slice(skipped).join('');
        waiting = [];
        rows.append(made.content);
        folded += skipped;
        while (rows.childElementCount > MOST) {
            rows.firstElementChild.remove();
            folded++;
        }
        by('folded').hidden = folded === 0;
        by('folded').textContent = folded + ' earlier messages are folded away.';
        if (follows) {
            view.scrollTop = view.scrollHeight;
        }
    };

    const span = (millis) => {
        const seconds = Math.max(0, Math.round(millis / 1000));
        return seconds < 120 ? seconds + ' s' : Math.round(seconds / 60) + ' min';
    };
    const shrink = () => lives.forEach(({one, bar, left}) => {
        const rest = one.until - Date.now() - ahead;
        const good = !one.state || one.state === 'good';
        bar.value = good ? Math.max(0, rest) : 0;
        left.textContent = good && rest > 0 ? span(rest) + ' left' : good ? 'expired' : one.state;
        left.className = good && rest > 0 ? 'good' : 'bad';
    });
    const list = (id, all) => {
        const items = all.map((one) => {
            const item = element('li', '');
            const line = element('p', '', 'line');
            const left = element('span', '');
            line.append(element('code', one.client), element('span', one.user ? 'for ' + one.user : 'for itself', 'soft'),
                element('span', one.scope, 'soft'), left);
            if (one.id) {
                const end = element('button', 'End it');
                end.type = 'button';
                end.dataset.token = one.id;
                end.setAttribute('aria-label', 'End the token of ' + one.client);
                end.title = 'curl -d token=' + one.id + ' ' + location.origin + '/playground/end';
                end.disabled = one.state !== 'good';
                line.append(end);
            }
            const bar = document.createElement('progress');
            bar.max = Math.max(1, one.until - one.from);
            bar.setAttribute('aria-label', 'What is left of its life');
            item.append(line, bar);
            lives.push({one, bar, left});
            return item;
        });
        by(id).replaceChildren(...items);
        by(id + '-none').hidden = items.length > 0;
    };
    const show = (state) => {
        ahead = state.now - Date.now();
        lives = [];
        const focused = document.activeElement && document.activeElement.dataset.token;
        list('tokens', state.tokens);
        list('sessions', state.sessions);
        shrink();
        if (focused) {
            const again = document.querySelector('button[data-token="' + CSS.escape(focused) + '"]');
            again && again.focus();
        }
        by('registered').replaceChildren(...state.registered.map((id) => element('li', id + ', registered itself')));
        by('refused').textContent = state.refused;
        by('leaked').textContent = state.leaked;
        by('step').hidden = !state.waiting;
        const on = new Set(state.faults.map((one) => one.slice(one.indexOf(':') + 1)));
        document.querySelectorAll('[data-fault]').forEach((one) =>
            one.setAttribute('aria-checked', String(on.has(one.dataset.fault))));
        say('Watching' + (state.faults.length ? '; on: ' + state.faults.join(', ') : '') +
            (state.offset ? '; the clock is ' + state.offset + ' s off' : '') + '.', false);
    };

    let frame = 0;
    let latest;
    const later = () => {
        if (!frame) {
            frame = setTimeout(() => {
                frame = 0;
                if (waiting.length) {
                    hang();
                }
                if (latest) {
                    show(latest);
                    latest = undefined;
                }
            }, 40);
        }
    };
    const source = new EventSource('/playground/events');
    source.addEventListener('hello', (event) => {
        const hello = JSON.parse(event.data);
        if (hello.run !== main.dataset.run) {
            source.close();
            say('The playground was started anew: load this page again.', true);
            return;
        }
        rows.replaceChildren();
        waiting = [];
        folded = hello.dropped;
    });
    source.addEventListener('row', (event) => {
        waiting.push(JSON.parse(event.data).html);
        later();
    });
    source.addEventListener('state', (event) => {
        latest = JSON.parse(event.data);
        later();
    });
    source.addEventListener('error', () => {
        if (source.readyState !== EventSource.CLOSED) {
            say('The playground does not answer; this page waits for it.', true);
        }
    });
    setInterval(shrink, 1000);

    document.addEventListener('click', async (event) => {
        const button = event.target.closest && event.target.closest('button');
        if (!button) {
            return;
        }
        if (button.dataset.post) {
            post(button.dataset.post, button.dataset.form || '');
        } else if (button.dataset.token) {
            post('end', {token: button.dataset.token});
        } else if (button.dataset.fault) {
            const name = button.dataset.fault;
            const off = button.getAttribute('aria-checked') === 'true';
            post('fault', off ? {off: name} : {on: (button.dataset.any === 'true' ? by('where').value + ':' : '') + name});
        } else if (button.dataset.copy) {
            await navigator.clipboard.writeText(button.dataset.copy).catch(() => undefined);
            button.textContent = 'Copied';
            setTimeout(() => { button.textContent = 'Copy'; }, 1500);
        }
    });
    by('find').addEventListener('input', () => {
        const words = by('find').value.toLowerCase();
        document.querySelectorAll('.faults li').forEach((one) => { one.hidden = !one.textContent.toLowerCase().includes(words); });
    });
})();
