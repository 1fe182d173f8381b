'use strict';
// Slack's mrkdwn. `see` says who looks: { names, now }.

/** Slack escapes these three and nothing else. */
const bare = text => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
const named = (id, see) => see.names[id] || id;
const mention = text => el('span', { class: 'mention' }, text);

function link(url, label) {
  return /^https?:\/\//.test(url) ? el('a', { href: url, target: '_blank', rel: 'noreferrer' }, label || url) : label || url;
}

/** What stands between < and >. */
function control(inside, see) {
  const [target, label] = inside.split(/\|(.*)/s);
  if (/^[@#]/.test(target)) return mention(target[0] + named(target.slice(1), see));
  if (target.startsWith('!subteam^')) return mention('@' + named(target.slice(9), see));
  if (target.startsWith('!date^')) {
    const [, seconds, format, url] = target.split('^');
    const when = date(seconds, format, bare(label || ''), see);
    return url ? link(bare(url), when) : when;
  }
  if (target.startsWith('!')) return mention('@' + target.slice(1));
  return link(bare(target), label && bare(label));
}

function date(seconds, format, fallback, see) {
  const at = new Date(1000 * seconds);
  if (!seconds || isNaN(at)) return fallback;
  const words = (format || '').replace(/\{([a-z_]+)\}/g, (whole, token) => dateToken(token, at, see));
  return el('time', { datetime: at.toISOString(), title: at.toLocaleString() }, words);
}
function dateToken(token, at, see) {
  if (token === 'time') return at.toLocaleTimeString([], { timeStyle: 'short' });
  if (token === 'time_secs') return at.toLocaleTimeString();
  if (token === 'ago') return Math.max(0, Math.round(((see.now || Date.now()) - at) / 60000)) + ' minutes ago';
  const dateStyle = { date_num: 'short', date_short: 'medium', date_short_pretty: 'medium', date_long: 'full', date_long_pretty: 'full' };
  return (token.endsWith('pretty') && near(at, see)) || at.toLocaleDateString([], { dateStyle: dateStyle[token] || 'long' });
}
function near(at, see) {
  const day = moment => new Date(moment).setHours(0, 0, 0, 0);
  return { '-1': 'yesterday', 0: 'today', 1: 'tomorrow' }[Math.round((day(at) - day(see.now || Date.now())) / 86400000)];
}

function mrkdwn(text, see) {
  const out = document.createDocumentFragment();
  const token = /```([\s\S]*?)```|`([^`\n]+)`|<([^<>]+)>|(?<![\w*])\*([^*\n]+)\*(?![\w*])|(?<!\w)_([^_\n]+)_(?!\w)|(?<!\w)~([^~\n]+)~(?!\w)/g;
  let from = 0;
  for (const found of text.matchAll(token)) {
    out.append(signs(bare(text.slice(from, found.index))));
    const [, fence, code, angle, bold, italic, struck] = found;
    if (fence !== undefined) out.append(el('pre', {}, bare(fence.replace(/^\n/, ''))));
    else if (code) out.append(el('code', {}, bare(code)));
    else if (angle) out.append(control(angle, see));
    else out.append(el(bold ? 'b' : italic ? 'i' : 's', {}, mrkdwn(bold || italic || struck, see)));
    from = found.index + found[0].length;
  }
  out.append(signs(bare(text.slice(from))));
  return out;
}

/** A text object of Block Kit. */
function words(text, see) {
  if (!text) return '';
  return text.type === 'mrkdwn' ? mrkdwn(text.text, see) : signs(typeof text === 'string' ? text : text.text);
}
