'use strict';
// The world beside the chat: Helm's records, what Helm would say, Deployments, GitLab's jobs. What has changed shines for a moment.

const World = {
  seen: new Map(),

  draw(world) {
    const locked = world.helm.locked;
    this.begun = new Map();
    document.getElementById('world').replaceChildren(
      this.part('Helm’s records (Secrets in gitlab-cny)', this.table(['Rev.', 'Status', 'Created', 'resourceVersion'], world.records, one => [
        one.revision, badge(one.status, statusClass(one.status)), clock(one.created), el('code', { title: 'uid ' + one.uid }, one.resourceVersion)])),
      this.part('Copies that the bot has kept', world.copies.length === 0 ? el('p', { class: 'quiet' }, 'none')
        : el('ul', {}, ...world.copies.map(name => el('li', {}, el('code', {}, name))))),
      this.part('helm status gitlab-cny', el('pre', {}, world.helm.status)),
      this.part('helm upgrade gitlab-cny', el('p', { class: locked ? 'bad' : 'good' }, locked ? '🔒 ' : '🔓 ', world.helm.upgrade)),
      this.part('Deployments', this.table(['Name', 'Gen.', 'Image', 'Ready'], world.deployments, one => [
        one.name, one.generation + (one.observed === one.generation ? '' : ' (seen ' + one.observed + ')'),
        el('span', { title: one.images.join('\n') }, one.images.map(tag).join(', ')), badge(one.ready, one.well ? 'good' : 'bad')])),
      this.part('GitLab’s jobs, newest first', this.table(['Job', 'Status', 'Pipeline', 'By'], world.jobs, one => [
        el('span', {}, one.name + ' ', el('span', { class: 'quiet' }, '#' + one.id)), badge(one.status, statusClass(one.status)),
        one.pipeline + ' ' + one.pipelineStatus, el('span', { class: 'nowrap' }, one.by)])));
    this.seen = this.begun;
  },

  part(title, ...content) {
    return el('section', { 'aria-label': title }, el('h3', {}, title), ...content);
  },

  table(heads, rows, cells) {
    return el('table', {}, el('thead', {}, el('tr', {}, ...heads.map(head => el('th', { scope: 'col' }, head)))),
      el('tbody', {}, ...rows.map(row => {
        const key = heads[0] + (row.revision || row.name) + (row.id || ''), as = JSON.stringify(row);
        this.begun.set(key, as);
        return el('tr', { class: this.seen.size > 0 && this.seen.get(key) !== as ? 'fresh' : null }, ...cells(row).map(cell => el('td', {}, cell)));
      })));
  },
};

const badge = (text, look) => el('span', { class: 'badge ' + look }, text);
const tag = image => image.slice(image.lastIndexOf(':') + 1);
const clock = at => el('time', { datetime: at, class: 'nowrap' }, when(new Date(at)));
const when = at => (at.toDateString() === new Date().toDateString() ? '' : at.toLocaleDateString([], { day: 'numeric', month: 'short' }) + ', ')
  + at.toLocaleTimeString([], { timeStyle: 'short' });

function statusClass(status) {
  if (/^pending-|^failed$/.test(status)) return 'bad';
  if (/^(deployed|success)$/.test(status)) return 'good';
  return /^(running|pending|preparing|canceling)$/.test(status) ? 'busy' : 'quiet';
}
