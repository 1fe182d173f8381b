'use strict';
// Everything is built from text nodes: what the cluster or a person says is never read as HTML.

/** An element with attributes (a function is a listener, true an empty attribute, null none) and children. */
function el(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (typeof value === 'function') node.addEventListener(name, value);
    else if (value !== null && value !== false) node.setAttribute(name, value === true ? '' : value);
  }
  node.append(...children.filter(child => child !== null));
  return node;
}

/** Text that only a screen reader says. */
const unseen = text => el('span', { class: 'unseen' }, text);
