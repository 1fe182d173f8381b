'use strict';
// The channel: who you are, what you write, and the messages, of which only those that changed are drawn again.

const Chat = {
  drawn: new Map(),
  thread: '',

  get me() { return document.querySelector('#people input:checked')?.value || ''; },

  draw(state) {
    this.state = state;
    document.getElementById('channel').textContent = '# ' + state.slack.names[state.channel];
    this.drawPeople(state.slack.people);
    this.drawMessages();
  },

  drawPeople(people) {
    const box = document.getElementById('people');
    if (box.querySelectorAll('input').length === people.length) return;
    const roles = { alice: 'on call', bob: 'on call', carol: 'on call' };
    box.querySelectorAll('label').forEach(label => label.remove());
    box.append(...people.map((person, i) => el('label', {}, el('input', { type: 'radio', name: 'person', value: person.id, checked: i === 0,
      change: () => this.drawMessages() }), ' ' + person.name + ' ', el('small', {}, person.guest ? 'guest' : roles[person.name] || ''))));
  },

  drawMessages() {
    const { slack, channel } = this.state;
    const see = { names: slack.names, bot: slack.bot, me: this.me, react: (one, name) => Page.post('/react', { user: this.me, ts: one.ts, name }) };
    const list = document.getElementById('messages'), scroll = document.getElementById('scroll');
    const atEnd = scroll.scrollTop + scroll.clientHeight > scroll.scrollHeight - 60;
    const focus = this.focused(list);
    const shown = ordered(slack.messages, channel);
    const nodes = shown.map(one => this.node(one, see));
    if (nodes.length === 0) nodes.push(el('li', { class: 'empty' }, 'Nobody has written anything yet. Type /helm-stuck gitlab-cny below.'));
    this.place(list, nodes);
    if (focus) list.querySelector('[data-ts="' + focus.ts + '"] [data-focus="' + focus.name + '"]')?.focus();
    if (atEnd) scroll.scrollTop = scroll.scrollHeight;
    this.announce(shown, slack);
  },

  /** The node that stands for a message, the old one if nothing changed. */
  node(one, see) {
    const as = JSON.stringify(one) + see.me, before = this.drawn.get(one.ts);
    if (before && before.as === as) return before.node;
    const node = message(one, see);
    const root = !one.only && (!one.thread_ts || one.thread_ts === one.ts);
    if (root) node.append(el('button', { type: 'button', class: 'reply', 'data-focus': 'reply', click: () => this.replyTo(one) }, 'Reply in thread'));
    this.drawn.set(one.ts, { as, node });
    return node;
  },

  /** Moves nothing that stands where it should, for moving loses the focus and the reader's place. */
  place(list, nodes) {
    const wanted = new Set(nodes);
    [...list.children].filter(child => !wanted.has(child)).forEach(child => child.remove());
    nodes.forEach((node, i) => { if (list.children[i] !== node) list.insertBefore(node, list.children[i] || null); });
  },

  focused(list) {
    const at = document.activeElement;
    if (!list.contains(at) || !at.dataset.focus) return null;
    return { ts: at.closest('[data-ts]').dataset.ts, name: at.dataset.focus };
  },

  /** A screen reader hears who wrote and the first words; the rest is for reading at leisure. */
  announce(shown, slack) {
    const known = this.known;
    this.known = new Set(shown.map(one => one.ts));
    if (!known) return;
    const fresh = shown.filter(one => !known.has(one.ts) && one.user === slack.bot);
    if (fresh.length === 0) return;
    document.getElementById('announce').textContent = fresh.map(one => {
      const node = this.drawn.get(one.ts).node;
      return slack.names[one.user] + ': ' + (node.querySelector('.title') || node.querySelector('.body')).textContent.slice(0, 160);
    }).join('. ');
  },

  replyTo(root, focus = true) {
    this.thread = root ? root.ts : '';
    const note = document.getElementById('replying');
    note.hidden = !root;
    note.firstElementChild.textContent = root ? 'Replying in the thread; @helm-stuck is heard there, as in: @helm-stuck cancel' : '';
    if (focus) document.getElementById('text').focus();
  },

  send(text) {
    const command = text.match(/^\/helm-stuck(?:\s+(.*))?$/);
    if (command) return Page.post('/command', { user: this.me, text: command[1] || '' });
    if (text.startsWith('/')) return Page.problem('Here is one command only: /helm-stuck');
    return Page.post('/say', { user: this.me, thread: this.thread, text });
  },

  /** Another story has another channel. */
  forget() {
    this.drawn.clear();
    this.known = null;
    this.replyTo(null, false);
  },

  listen() {
    const text = document.getElementById('text');
    document.getElementById('composer').addEventListener('submit', event => {
      event.preventDefault();
      if (!text.value.trim()) return;
      this.send(text.value.trim());
      text.value = '';
    });
    document.querySelector('#replying button').addEventListener('click', () => this.replyTo(null));
  },
};
