'use strict';
// Block Kit as Slack shows it. `see` as in mrkdwn.js.

const TASKS = { pending: ['○', 'to do'], in_progress: ['◔', 'in progress'], complete: ['✅', 'done'], error: ['❌', 'failed'] };

function rich(node, see) {
  const out = document.createDocumentFragment();
  for (const part of (node && node.elements) || []) out.append(richPart(part, see));
  return out;
}
function richPart(part, see) {
  switch (part.type) {
    case 'rich_text_section': return el('div', {}, rich(part, see));
    case 'rich_text_preformatted': return el('pre', {}, rich(part, see));
    case 'rich_text_quote': return el('blockquote', {}, rich(part, see));
    case 'rich_text_list':
      return el(part.style === 'ordered' ? 'ol' : 'ul', {}, ...part.elements.map(item => el('li', {}, rich(item, see))));
    case 'text': {
      const style = part.style || {};
      const tag = style.code ? 'code' : style.bold ? 'b' : style.italic ? 'i' : null;
      return tag ? el(tag, {}, part.text) : part.text;
    }
    case 'link': return link(part.url, part.text);
    case 'emoji': return sign(part.name);
    case 'user': return mention('@' + named(part.user_id, see));
    case 'usergroup': return mention('@' + named(part.usergroup_id, see));
    case 'channel': return mention('#' + named(part.channel_id, see));
    case 'broadcast': return mention('@' + part.range);
    case 'date': return date(part.timestamp, part.format, part.fallback, see);
    default: return '[' + part.type + ']';
  }
}

function task(one, see) {
  const [mark, meaning] = TASKS[one.status] || TASKS.pending;
  return el('li', { class: 'task' }, el('span', { 'aria-hidden': 'true' }, mark + ' '), unseen(meaning + ': '), one.title,
    ...[one.details, one.output].filter(part => part).map(part => el('div', { class: 'details' }, rich(part, see))));
}

function table(one, see) {
  const cell = each => el('td', {}, each.type === 'rich_text' ? rich(each, see) : String(each.text ?? ''));
  return el('table', {}, el('tbody', {}, ...one.rows.map(row => el('tr', {}, ...row.map(cell)))));
}

function block(one, see) {
  switch (one.type) {
    case 'header': return el('h3', { class: 'title' }, words(one.text, see));
    case 'section': return el('div', { class: 'section' }, words(one.text, see),
      one.fields ? el('div', { class: 'fields' }, ...one.fields.map(field => el('div', {}, words(field, see)))) : null);
    case 'context': return el('div', { class: 'context' }, ...one.elements.flatMap((part, i) => [i ? '  ·  ' : '', words(part, see)]));
    case 'divider': return el('hr', {});
    case 'markdown': return el('div', {}, one.text);
    case 'rich_text': return el('div', {}, rich(one, see));
    case 'plan': return el('div', { class: 'plan' }, el('h3', { class: 'title' }, words(one.title, see)),
      el('ul', {}, ...(one.tasks || []).map(each => task(each, see))));
    case 'task_card': return el('ul', {}, task(one, see));
    case 'table': return table(one, see);
    case 'image': return el('div', {}, '🖼 ' + one.alt_text);
    case 'actions': return el('div', { class: 'actions' }, ...one.elements.map(part =>
      el('button', { type: 'button', disabled: true }, words(part.text, see))));
    default: return el('div', {}, '[' + one.type + ']');
  }
}
