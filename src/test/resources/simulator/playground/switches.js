'use strict';
// What can go wrong: a switch each, made once, so that the focus stays where it is.

const Switches = {
  draw(switches) {
    const list = document.getElementById('switches');
    if (list.children.length !== switches.length) list.replaceChildren(...switches.map(one => this.made(one)));
    for (const one of switches) {
      const button = document.getElementById('switch-' + one.id);
      button.setAttribute('aria-checked', String(one.on));
      button.querySelector('.state').textContent = one.on ? 'on' : 'off';
    }
  },

  made(one) {
    const means = 'means-' + one.id;
    const button = el('button', { type: 'button', role: 'switch', class: 'switch', id: 'switch-' + one.id, 'aria-describedby': means,
      'aria-checked': 'false', click: () => Page.post('/switch', { id: one.id, on: button.getAttribute('aria-checked') !== 'true' }) },
      el('span', { class: 'knob' }), el('span', { class: 'name' }, one.name), el('span', { class: 'state', 'aria-hidden': 'true' }, 'off'));
    return el('li', {}, button, el('p', { class: 'means', id: means }, one.means));
  },
};
