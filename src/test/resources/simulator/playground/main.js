'use strict';
// What comes from the server is drawn, what people do is sent.

const Page = {
  problem(text) {
    document.getElementById('problem').textContent = text;
  },

  async post(path, what) {
    try {
      const answer = await fetch(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(what) });
      this.problem((await answer.json()).problem);
    } catch (gone) {
      this.problem('The playground has ended. Start it again.');
    }
  },

  async begin(id) {
    await this.post('/story', { id });
    Chat.forget();
  },

  draw(state) {
    const bot = document.getElementById('bot'), text = 'The bot is ' + state.bot;
    if (bot.textContent !== text) bot.textContent = text;
    Stories.draw(state.stories);
    Switches.draw(state.switches);
    Chat.draw(state);
    const world = JSON.stringify(state.world);
    if (world !== this.world) World.draw(state.world);
    this.world = world;
  },

  listen() {
    const events = new EventSource('/events');
    events.addEventListener('message', event => this.draw(JSON.parse(event.data)));
    events.addEventListener('error', () => this.problem('The playground does not answer.'));
    events.addEventListener('open', () => this.problem(''));
  },

  theme() {
    const button = document.getElementById('theme');
    const dark = () => (localStorage.theme || (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) === 'dark';
    const show = () => {
      document.documentElement.style.colorScheme = localStorage.theme || '';
      button.setAttribute('aria-pressed', String(dark()));
    };
    button.addEventListener('click', () => {
      localStorage.theme = dark() ? 'light' : 'dark';
      show();
    });
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', show);
    show();
  },
};

Chat.listen();
Page.theme();
Page.listen();
