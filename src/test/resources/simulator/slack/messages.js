'use strict';
// A message with its head, its blocks, its files and its reactions. `see`: { names, bot, me, now, react }; without `react` nothing can be clicked.

const OFFERED = ['white_check_mark', 'x', 'eyes', '+1'];

function message(one, see) {
  const replied = one.thread_ts && one.thread_ts !== one.ts;
  const classes = ['message', replied && 'thread', one.only && 'only', one.subtype === 'thread_broadcast' && 'broadcast'];
  const node = el('li', { class: classes.filter(each => each).join(' '), 'data-ts': one.ts },
    el('span', { class: 'avatar' + (one.user === see.bot ? ' bot' : ''), 'aria-hidden': 'true' }, named(one.user, see).slice(0, 1).toUpperCase()),
    head(one, replied, see), body(one, see));
  (one.files || []).forEach(file => node.append(el('details', { class: 'file' },
    el('summary', { 'data-focus': 'file' }, '📄 ' + file.name), el('pre', { tabindex: '0' }, file.text))));
  if (!one.only) node.append(reactions(one, see));
  return node;
}

function head(one, replied, see) {
  const marks = [];
  if (one.edited) marks.push(el('span', { class: 'small' }, '(edited)'));
  if (one.subtype === 'thread_broadcast') marks.push(el('span', { class: 'small mark' }, '📣 also sent to the channel'));
  if (one.only) marks.push(el('span', { class: 'small mark' }, '👁 only visible to @' + named(one.only, see)));
  return el('div', { class: 'head' }, replied ? unseen('In the thread: ') : null, el('b', {}, named(one.user, see)),
    one.user === see.bot ? el('span', { class: 'app' }, 'APP') : null,
    el('time', { class: 'small', datetime: new Date(1000 * one.ts).toISOString() }, new Date(1000 * one.ts).toLocaleTimeString()), ...marks);
}

function body(one, see) {
  return el('div', { class: 'body' }, ...(one.blocks ? one.blocks.map(each => block(each, see)) : [mrkdwn(one.text, see)]));
}

function reactions(one, see) {
  const there = one.reactions || [];
  const pill = (name, count, mine, label) => el('button', { type: 'button', class: count ? 'pill' : 'pill more',
    'aria-pressed': String(mine), 'aria-label': label, title: label, 'data-focus': name, disabled: !see.react,
    click: () => see.react(one, name) }, sign(name) + (count ? ' ' + count : ''));
  const made = there.map(each => {
    const mine = each.users.includes(see.me);
    return pill(each.name, each.count, mine, ':' + each.name + ': ' + each.count + ', by ' + each.users.map(id => named(id, see)).join(', '));
  });
  const offered = !see.react ? [] : OFFERED.filter(name => !there.some(each => each.name === name))
    .map(name => pill(name, 0, false, 'React with :' + name + ':'));
  return el('div', { class: 'reactions', role: 'group', 'aria-label': 'Reactions' }, ...made, ...offered);
}

/** Roots in the order of their coming, each with its thread below it. */
function ordered(messages, channel) {
  const all = messages.filter(one => one.channel === channel).sort((a, b) => a.ts < b.ts ? -1 : 1);
  const under = ts => all.filter(one => one.thread_ts === ts && one.ts !== ts);
  return all.filter(one => !one.thread_ts || one.thread_ts === one.ts).flatMap(root => [root, ...under(root.ts)]);
}
