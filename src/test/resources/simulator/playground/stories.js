'use strict';
// The stories: a button each, which begins it in a new world, and the steps of the one that is played.

const Stories = {
  draw(stories) {
    const list = document.getElementById('stories');
    if (list.children.length !== stories.length) list.replaceChildren(...stories.map(one => this.made(one)));
    stories.forEach((one, i) => this.update(list.children[i], one));
  },

  made(one) {
    return el('li', {}, el('button', { type: 'button', class: 'story', click: () => Page.begin(one.id) }, one.title), el('div', {}));
  },

  update(item, one) {
    const as = JSON.stringify(one), [button, body] = item.children;
    if (item.dataset.as === as) return;
    item.dataset.as = as;
    if (one.played) button.setAttribute('aria-current', 'true'); else button.removeAttribute('aria-current');
    button.textContent = one.title + (one.played ? ' · begin again' : '');
    body.replaceChildren(...(one.played ? [el('p', { class: 'told' }, one.told), this.steps(one.steps)] : []));
  },

  steps(steps) {
    const next = steps.findIndex(step => !step.done);
    return el('ol', { class: 'steps' }, ...steps.map((step, i) => el('li', { class: step.done ? 'done' : null, 'aria-current': i === next ? 'step' : null },
      step.done ? unseen('Done: ') : null, step.text + (step.done ? ' ✓' : ''))));
  },
};
