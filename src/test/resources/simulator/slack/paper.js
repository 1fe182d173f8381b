'use strict';
// A page on paper holds its own state: all channels below each other, with nothing to click.
{
  const state = JSON.parse(document.getElementById('state').textContent);
  const see = { names: state.names, bot: state.bot, me: '', now: state.now };
  document.getElementById('all').append(...state.channels.flatMap(id => [el('h2', { id }, state.names[id]),
    el('ol', { class: 'messages' }, ...ordered(state.messages, id).map(one => message(one, see)))]));
  document.getElementById('channels').append(...state.channels.map(id => el('a', { href: '#' + id }, state.names[id])));
}
