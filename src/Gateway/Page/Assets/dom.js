// Makes elements. Data becomes text and nothing else: there is no innerHTML on this page.

const SVG = 'http://www.w3.org/2000/svg';

/** An element with attributes and children; `text`, `class`, `on…` and booleans are understood. */
export function el(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

export function svg(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === 'text') node.textContent = value;
    else if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? '' : value);
  }
  for (const child of children.flat()) {
    if (child !== null && child !== undefined) node.append(child);
  }
  return node;
}

/** Sets a text only where it differs, so that nothing is laid out or read out anew. */
export function setText(node, text) {
  const wanted = text ?? '';
  if (node.textContent !== wanted) node.textContent = wanted;
}

export function setClass(node, name) {
  if (node.getAttribute('class') !== name) node.setAttribute('class', name);
}

/** A list of terms: pairs of a name and a text or a node; pairs without a value are left out. */
export function pairs(entries, name = 'pairs') {
  const list = el('dl', { class: name });
  for (const [term, value] of entries) {
    if (value === null || value === undefined) continue;
    const box = name === 'figures' ? el('div') : list;
    box.append(el('dt', { text: term }), el('dd', {}, value instanceof Node ? value : String(value)));
    if (box !== list) list.append(box);
  }
  return list;
}

/** A table. Columns: name, how a row becomes a text or node, class. The first column names its row. */
export function table(caption, columns, rows) {
  return el('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': caption }, el('table', {},
    el('caption', { text: caption }),
    el('thead', {}, el('tr', {}, columns.map(([name, , style]) => el('th', { scope: 'col', class: style, text: name })))),
    el('tbody', {}, rows.map((row) => el('tr', {}, columns.map(([, read, style], index) => {
      const value = read(row);
      return index === 0
        ? el('th', { scope: 'row', class: style }, value ?? '')
        : el('td', { class: style }, value ?? '–');
    }))))));
}

/** Replaces what a node holds, unless it is the same again. Focus, scroll and what was opened survive. */
export function replace(node, children) {
  const fresh = el('div', {}, children);
  if (node.childNodes.length === fresh.childNodes.length
    && [...node.childNodes].every((child, index) => child.isEqualNode(fresh.childNodes[index]))) return;
  const scrolled = [...node.querySelectorAll('.scroll')].map((box) => [box.scrollLeft, box.scrollTop]);
  const opened = [...node.querySelectorAll('details')].map((box) => box.open);
  const focused = node.contains(document.activeElement) ? pathTo(node, document.activeElement) : null;
  node.replaceChildren(...fresh.childNodes);
  node.querySelectorAll('.scroll').forEach((box, index) => {
    if (scrolled[index]) [box.scrollLeft, box.scrollTop] = scrolled[index];
  });
  node.querySelectorAll('details').forEach((box, index) => { box.open = opened[index] ?? false; });
  if (focused) follow(node, focused)?.focus({ preventScroll: true });
}

function pathTo(root, node) {
  const path = [];
  for (let at = node; at !== root; at = at.parentNode) path.unshift([...at.parentNode.children].indexOf(at));
  return path;
}

function follow(root, path) {
  return path.reduce((node, index) => node?.children[index], root);
}
