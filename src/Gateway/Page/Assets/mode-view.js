import { el, replace, table } from './dom.js';
import { post, setMode, state, subscribe } from './store.js';
import { moment, words } from './format.js';

const MODES = [
  ['enabled', 'The builder is asked, and its valid blocks are answered.'],
  ['dry_run', 'The builder is asked and its blocks are checked; local\'s are answered.'],
  ['disabled', 'The builder is left alone; every block is local\'s.'],
];

/** The execution mode. A change needs a reason and a second click: it holds for all gateways of the chain. */
class ModeView extends HTMLElement {
  connectedCallback() {
    this.content = el('div');
    this.open = el('button', { class: 'main', type: 'button', text: 'Change the mode…', onclick: () => this.#ask() });
    this.audit = el('div');
    this.dialog = el('dialog', { 'aria-labelledby': 'mode-title' });
    this.append(el('h2', { text: 'Execution mode' }), this.content, this.open, el('h3', { text: 'What operators did' }), this.audit, this.dialog);
    subscribe(() => { if (!this.hidden) this.render(); });
  }

  render() {
    const mode = state.mode;
    this.open.disabled = !mode || state.connection !== 'live';
    if (!mode) return replace(this.content, el('p', { class: 'empty', text: 'Loading…' }));
    replace(this.content, [
      el('p', { class: 'mode-now', text: words(mode.mode) }),
      el('p', { text: MODES.find(([name]) => name === mode.mode)?.[1] }),
      el('p', { class: 'quiet', text: `Since ${moment(mode.at)}, by ${mode.who}: ${mode.why}` }),
      el('p', { class: 'quiet', text: mode.isShared ? 'Holds for all gateways of the chain, and after restarts.' : 'Holds for this gateway until it restarts.' }),
    ]);
    return replace(this.audit, mode.audit.length === 0
      ? el('p', { class: 'empty', text: 'No operator has changed the mode.' })
      : table('Audit, newest first', [
        ['When', (entry) => moment(entry.at)],
        ['Who', (entry) => entry.who],
        ['From', (entry) => (entry.from ? words(entry.from) : '–'), 'medium'],
        ['To', (entry) => words(entry.to)],
        ['Why', (entry) => entry.why, 'wrap'],
      ], mode.audit));
  }

  #ask() {
    const current = state.mode.mode;
    const error = el('p', { class: 'bad-text', role: 'alert', hidden: true });
    const reason = el('textarea', { id: 'mode-reason', required: true, minlength: 3, maxlength: 500, 'aria-describedby': 'mode-reason-hint' });
    const confirm = el('button', { class: 'main', type: 'submit', disabled: true, text: 'Change' });
    const choices = MODES.map(([name, meaning]) => el('label', { class: 'choice' },
      el('input', { type: 'radio', name: 'mode', value: name, disabled: name === current, onchange: () => choose(name) }),
      `${words(name)}${name === current ? ' (now)' : ''}`, el('small', { text: meaning })));
    const form = el('form', { method: 'dialog' },
      el('header', {}, el('h2', { id: 'mode-title', text: 'Change the execution mode' })),
      el('p', { text: state.mode.isShared ? 'The change holds at once for all gateways of the chain.' : 'The change holds at once.' }),
      el('fieldset', {}, el('legend', { text: 'New mode' }), choices),
      el('label', { for: 'mode-reason', text: 'Reason' }), reason,
      el('p', { class: 'quiet', id: 'mode-reason-hint', text: 'Kept in the audit, with your name and address.' }),
      error,
      el('div', { class: 'actions' }, el('button', { class: 'plain', type: 'button', text: 'Cancel', onclick: () => this.dialog.close() }), confirm));
    let chosen = null;
    const check = () => { confirm.disabled = !chosen || reason.value.trim().length < 3; };
    const choose = (name) => {
      chosen = name;
      confirm.textContent = `Change to ${words(name)}`;
      confirm.classList.toggle('danger', name === 'disabled');
      check();
    };
    reason.addEventListener('input', check);
    form.addEventListener('submit', async (event) => {
      event.preventDefault();
      confirm.disabled = true;
      try {
        setMode(await post('/mode', { mode: chosen, reason: reason.value.trim() }));
        this.dialog.close();
      } catch (failure) {
        error.hidden = false;
        error.textContent = `Not changed: ${failure.message}`;
        check();
      }
    });
    this.dialog.replaceChildren(form);
    this.dialog.showModal();
  }
}

customElements.define('mode-view', ModeView);
