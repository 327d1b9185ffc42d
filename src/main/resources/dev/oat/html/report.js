'use strict';
// without this everything is there and can be opened; with it links open what they lead to, and values light up their like
(() => {
    const show = (id, focus) => {
        const target = id && document.getElementById(id);
        if (!target) {
            return;
        }
        for (let at = target; at; at = at.parentElement) {
            if (at.tagName === 'DETAILS') {
                at.open = true;
            }
        }
        if (focus) {
            target.scrollIntoView({block: 'start'});
            (target.matches('summary,a,[tabindex]') ? target : target.querySelector('summary,a') || target).focus({preventScroll: true});
        }
    };
    document.addEventListener('click', (event) => {
        const link = event.target.closest && event.target.closest('a[href^="#"]');
        if (link) {
            const id = (link.getAttribute('href') || '').slice(1);
            event.preventDefault();
            history.replaceState(null, '', '#' + id);
            show(id, true);
        }
    });
    const light = (event, on) => {
        const at = event.target.closest && event.target.closest('[data-bond]');
        if (at) {
            const like = '[data-bond~="' + at.dataset.bond.split(' ')[0] + '"]';
            document.querySelectorAll(like).forEach((one) => one.classList.toggle('lit', on));
        }
    };
    document.addEventListener('mouseover', (event) => light(event, true));
    document.addEventListener('mouseout', (event) => light(event, false));
    document.addEventListener('focusin', (event) => light(event, true));
    document.addEventListener('focusout', (event) => light(event, false));
    const all = document.getElementById('all');
    if (all) {
        all.hidden = false;
        all.addEventListener('click', () => {
            const open = all.getAttribute('aria-pressed') !== 'true';
            all.setAttribute('aria-pressed', String(open));
            document.querySelectorAll('details').forEach((one) => { one.open = open; });
        });
    }
    let closed = [];
    addEventListener('beforeprint', () => {
        closed = [...document.querySelectorAll('details:not([open])')];
        closed.forEach((one) => { one.open = true; });
    });
    addEventListener('afterprint', () => closed.forEach((one) => { one.open = false; }));
    show(location.hash.slice(1), false);
})();
