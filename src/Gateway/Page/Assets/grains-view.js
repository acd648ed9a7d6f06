import { el, pairs, replace, table } from './dom.js';
import { get, state, subscribe } from './store.js';
import { moment, words } from './format.js';

const KINDS = {
  payloads: ['Payload', 'Payload id', 'e.g. 0x03a1…, 16 hex digits'],
  builders: ['Builder', 'Name of the builder', 'as in --builder-id'],
  cluster: ['Cluster', null, null],
  blocks: ['Block page', 'Block number', 'any number on the page'],
};

/** The state of a grain, as it is stored: values as a list, histories as tables. */
class GrainsView extends HTMLElement {
  #lastIds = '';

  connectedCallback() {
    this.kind = el('select', { id: 'grain-kind' }, Object.entries(KINDS).map(([value, [text]]) => el('option', { value, text })));
    this.key = el('input', { id: 'grain-key', list: 'grain-keys', size: 24, autocomplete: 'off', spellcheck: 'false', class: 'mono' });
    this.known = el('datalist', { id: 'grain-keys' });
    this.label = el('label', { for: 'grain-key' });
    this.keyField = el('div', { class: 'field' }, this.label, this.key, this.known);
    this.result = el('div', { class: 'state', 'aria-live': 'polite' });
    const form = el('form', { class: 'bar' },
      el('div', { class: 'field' }, el('label', { for: 'grain-kind', text: 'Grain' }), this.kind),
      this.keyField, el('button', { class: 'main', type: 'submit', text: 'Look' }));
    this.append(el('h2', { text: 'Grains' }),
      el('p', { class: 'quiet', text: 'What the gateways of the chain have agreed on, as it is stored. Looking changes nothing.' }), form, this.result);
    this.kind.addEventListener('change', () => this.#prepare());
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      location.hash = `#grains/${this.kind.value}/${encodeURIComponent(this.key.value.trim())}`;
      this.look(this.kind.value, this.key.value.trim());
    });
    this.#prepare();
    subscribe(() => { if (!this.hidden) this.#offerKeys(); });
  }

  /** Looks into a grain named in the address. */
  show(kind, key) {
    if (!KINDS[kind]) return;
    this.kind.value = kind;
    this.#prepare();
    this.key.value = key;
    if (key || kind === 'cluster') this.look(kind, key);
  }

  async look(kind, key) {
    const path = kind === 'cluster' ? '/grains/cluster' : `/grains/${kind}/${encodeURIComponent(key)}`;
    replace(this.result, el('p', { class: 'empty', text: 'Looking…' }));
    try {
      const grain = await get(path);
      replace(this.result, [el('h3', {}, `${KINDS[kind][0]} grain `, el('span', { class: 'mono', text: grain.key })), ...draw(grain.state)]);
    } catch (failure) {
      replace(this.result, el('p', { class: 'empty', text: failure.message }));
    }
  }

  #prepare() {
    const [, label, hint] = KINDS[this.kind.value];
    this.keyField.hidden = label === null;
    this.label.textContent = label ?? '';
    this.key.placeholder = hint ?? '';
    this.#lastIds = '';
    this.#offerKeys();
    if (this.kind.value === 'builders') this.key.value = state.builders?.builders[0]?.builderId ?? '';
  }

  #offerKeys() {
    const kind = this.kind.value;
    const keys = kind === 'builders' ? (state.builders?.builders ?? []).map((builder) => builder.builderId)
      : [...state.blocks.values()].slice(-20).reverse().map((block) => (kind === 'payloads' ? block.payloadId : String(block.number))).filter(Boolean);
    const ids = [...new Set(keys)].join(' ');
    if (ids === this.#lastIds) return;
    this.#lastIds = ids;
    this.known.replaceChildren(...[...new Set(keys)].map((value) => el('option', { value })));
  }
}

/** Any state: plain values, then objects and lists under a heading of their own. */
function draw(value) {
  const plain = [];
  const nested = [];
  for (const [name, member] of Object.entries(value)) {
    if (member !== null && typeof member === 'object') nested.push([name, member]);
    else plain.push([title(name), text(name, member)]);
  }
  return [
    plain.length > 0 ? pairs(plain) : null,
    ...nested.flatMap(([name, member]) => [el('h3', { text: title(name) }), ...(Array.isArray(member) ? list(name, member) : draw(member))]),
  ].filter(Boolean);
}

function list(name, items) {
  if (items.length === 0) return [el('p', { class: 'quiet', text: 'None.' })];
  if (items.some((item) => typeof item !== 'object')) return [el('p', { text: items.join(', ') })];
  const isDeep = items.some((item) => Object.values(item).some((member) => Array.isArray(member)));
  if (isDeep) {
    return items.toReversed().map((item, index) => el('section', { class: 'card' },
      el('h3', { text: `${title(name)} ${items.length - index} of ${items.length}` }), ...draw(item)));
  }
  const flat = items.map((item) => flatten(item));
  const columns = [...new Set(flat.flatMap((item) => Object.keys(item)))];
  return [table(`${title(name)}, newest first`, columns.map((column) => [
    title(column), (item) => text(column, item[column]), /hash|attributes|digest/i.test(column) ? 'wrap' : '',
  ]), flat.toReversed())];
}

/** Members of members as columns of their own, e.g. "times decided". */
function flatten(item, prefix = '') {
  const flat = {};
  for (const [name, member] of Object.entries(item)) {
    if (member !== null && typeof member === 'object') Object.assign(flat, flatten(member, `${prefix}${name} `));
    else flat[prefix + name] = member;
  }
  return flat;
}

const title = (name) => {
  const spaced = name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return spaced[0].toUpperCase() + spaced.slice(1);
};

function text(name, value) {
  if (value === null || value === undefined) return '–';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value)) return moment(value);
  if (typeof value === 'string' && value.startsWith('0x')) return el('span', { class: 'mono', text: value });
  if (name === 'attributes') return el('span', { class: 'mono', text: value });
  return /^[a-z]+(_[a-z]+)+$/.test(value) ? words(value) : String(value);
}

customElements.define('grains-view', GrainsView);
