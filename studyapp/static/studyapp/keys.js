// Keys for those who like them, the browser's time zone, a word when the site cannot be reached, and in a sitting how long
// a question is on screen and the next one ahead of time. One file, since a study page is to come in few requests.

const TYPING = 'textarea, select, input:not([type="radio"], [type="checkbox"], [type="submit"], [type="button"])';
const NATIVE = { Enter: 'a[href], button, summary', Space: 'a[href], button, summary, input' };

// What a key is called in data-key, the likeliest first. Letters go by what is printed on the key (QWERTZ and Dvorak have
// them elsewhere), but by its place where the layout writes no Latin ones. Digits go by place: AZERTY and Czech have
// other signs there.
function namesOf({ key, code, altKey, ctrlKey, metaKey, shiftKey }) {
  if (altKey) return [];
  const foreign = /^\p{L}$/u.test(key) && !/\p{Script=Latin}/u.test(key) && code.startsWith('Key');
  const name = foreign ? code.slice(3) : key;
  const letter = /^[a-z]$/i.test(name) ? name.toLowerCase() : null;
  if (ctrlKey || metaKey) return letter === 'z' && !shiftKey ? ['u'] : [];
  if (letter) return shiftKey ? [] : [letter];
  if (key === ' ') return ['Space'];
  return !shiftKey && code.startsWith('Digit') ? [code.slice(5), key] : [key];
}

function named(name) {
  return [...document.querySelectorAll(`[data-key~="${CSS.escape(name)}"]:not(:disabled)`)];
}

document.addEventListener('keydown', (event) => {
  if (!('keys' in document.body.dataset) || event.repeat || event.isComposing || event.defaultPrevented) return;
  const names = namesOf(event);
  const at = event.target;
  // Over an open sheet no key may act on the page below.
  if (document.querySelector(':popover-open') && !names.includes('?')) return;
  if (at.matches(TYPING) || at.isContentEditable || names.some((name) => NATIVE[name] && at.matches(NATIVE[name]))) return;
  const element = names.flatMap(named).find(isAtHand);
  if (!element) return;
  event.preventDefault();
  element.click();
  if (element.matches('[type="radio"], [type="checkbox"]')) element.focus();
  answerAtOnce(element);
});

// What is folded away behind "More" has its keys all the same.
const isAtHand = (element) => element.getClientRects().length > 0 || Boolean(element.closest('details:not([open])'));

// Who wants it answers by the first tap on an option, or its number. The arrows of a keyboard only wander over them.
const sent = new WeakSet();
function answerAtOnce(element) {
  const option = element.closest('form[data-at-once] .option')?.querySelector('[type="radio"]:enabled');
  if (!option || sent.has(option.form)) return;
  sent.add(option.form);
  setTimeout(() => option.form.requestSubmit(option.form.querySelector('[data-key~="Enter"]'))); // once it is checked
}
document.addEventListener('click', ({ detail, target }) => { if (detail) answerAtOnce(target); }); // by keys it has no count

// A keyboard on the screen covers the foot of the page, and what stands there is put above it.
const screen = window.visualViewport;
screen?.addEventListener('resize', () => {
  const covered = screen.scale === 1 ? Math.max(window.innerHeight - screen.height - screen.offsetTop, 0) : 0;
  document.documentElement.style.setProperty('--keyboard', `${covered}px`);
});

function announce(sentence) { document.getElementById('announce').textContent = sentence; }

// A list to be put into order, by dragging, by the arrow keys or by buttons. The selects stay the answer: they are out of
// sight, and numbered as the rows stand.
const rowsOf = (list) => [...list.children];
const selectOf = (row) => row.querySelector('select');

function number(list) { rowsOf(list).forEach((row, index) => { selectOf(row).selectedIndex = index + 1; }); }

function move(row, by) {
  const list = row.parentElement;
  const rows = rowsOf(list).filter((other) => other !== row);
  rows.splice(Math.max(rowsOf(list).indexOf(row) + by, 0), 0, row);
  list.append(...rows);
  number(list);
  selectOf(row).dispatchEvent(new Event('input', { bubbles: true }));
}

function sayPlace(row) { announce(`${row.querySelector('label').textContent}: ${selectOf(row).selectedOptions[0].text}`); }

document.addEventListener('click', ({ target }) => {
  const button = target.closest('[data-move]');
  if (!button) return;
  move(button.closest('li'), Number(button.dataset.move));
  button.focus();
  sayPlace(button.closest('li'));
});

document.addEventListener('keydown', (event) => {
  const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (!by || !event.target.matches('[data-drag]')) return;
  event.preventDefault();
  move(event.target.closest('li'), by);
  event.target.focus();
  sayPlace(event.target.closest('li'));
});

document.addEventListener('pointerdown', (event) => {
  const handle = event.target.closest?.('[data-drag]');
  if (!handle || event.button) return;
  const dragged = handle.closest('li');
  dragged.classList.add('dragged');
  const follow = ({ clientY }) => {
    const rows = rowsOf(dragged.parentElement);
    const at = rows.indexOf(dragged);
    const middle = (row) => row.getBoundingClientRect().top + row.getBoundingClientRect().height / 2;
    if (rows[at - 1] && clientY < middle(rows[at - 1])) move(dragged, -1);
    if (rows[at + 1] && clientY > middle(rows[at + 1])) move(dragged, 1);
  };
  const drop = () => {
    removeEventListener('pointermove', follow);
    dragged.classList.remove('dragged');
    sayPlace(dragged);
  };
  addEventListener('pointermove', follow);
  addEventListener('pointerup', drop, { once: true });
  addEventListener('pointercancel', drop, { once: true });
});

// Pairs are made by tapping a left and a right side, in either order; what is used leaves the choice, and a tap on a left
// side that has its partner takes it back. The selects stay the answer, out of sight.
const pairing = new WeakMap(); // by fieldset: the left row and the right text that wait for each other

function drawPairs(fieldset) {
  const { row: waiting, text: held } = pairing.get(fieldset);
  const used = new Set();
  for (const row of fieldset.querySelectorAll('li')) {
    const [left, select] = [row.querySelector('[data-left-side]'), selectOf(row)];
    const chosen = select.value && select.selectedOptions[0].text.trim();
    used.add(chosen);
    left.setAttribute('aria-pressed', row === waiting);
    left.querySelector('span').textContent = chosen || '…';
  }
  for (const right of fieldset.querySelectorAll('[data-right-side]')) {
    right.hidden = used.has(right.textContent);
    right.setAttribute('aria-pressed', right.textContent === held);
  }
}

function pair(fieldset, { row, text }) {
  const now = pairing.get(fieldset);
  if (row) {
    now.row = now.row === row ? null : row;
    selectOf(row).value = '';
  }
  if (text) now.text = now.text === text ? null : text;
  if (now.row && now.text) {
    const select = selectOf(now.row);
    select.value = [...select.options].find((option) => option.text.trim() === now.text).value;
    announce(`${now.row.querySelector('label').textContent}: ${now.text}`);
    Object.assign(now, { row: null, text: null });
  }
  fieldset.dispatchEvent(new Event('input', { bubbles: true }));
  drawPairs(fieldset);
}

document.addEventListener('click', ({ target }) => {
  const left = target.closest('[data-left-side]');
  const right = target.closest('[data-right-side]');
  if (left) pair(left.closest('fieldset'), { row: left.closest('li') });
  if (!right) return;
  const fieldset = right.closest('fieldset');
  pair(fieldset, { text: right.textContent });
  const free = [...fieldset.querySelectorAll('li')].find((row) => !selectOf(row).value);
  if (right.hidden) (free?.querySelector('[data-left-side]') ?? fieldset.closest('form').querySelector('[data-key~="Enter"]')).focus();
});

function side(text, data, language) {
  const button = document.createElement('button');
  Object.assign(button, { type: 'button', className: 'quiet', textContent: text });
  button.toggleAttribute(data, true);
  if (language) Object.assign(button, { lang: language.lang, dir: language.dir });
  return button;
}

function setUp(fieldset) {
  const rows = [...fieldset.querySelectorAll('li')];
  if (fieldset.classList.contains('movable')) {
    const place = (row) => Number(selectOf(row).value) || Infinity;
    const list = rows[0].parentElement;
    list.append(...rows.sort((one, other) => (place(one) > place(other)) - (place(one) < place(other))));
    return number(list);
  }
  const texts = [...selectOf(rows[0]).options].filter((option) => option.value);
  const pool = document.createElement('div');
  pool.className = 'pool';
  pool.append(...texts.map((option) => side(option.text.trim(), 'data-right-side', option)));
  for (const row of rows) {
    const label = row.querySelector('label');
    const left = side(label.textContent.trim(), 'data-left-side', label);
    left.append(document.createElement('span'));
    label.before(left);
    if (selectOf(row).autofocus) left.focus();
  }
  fieldset.querySelector('ul').after(pool);
  pairing.set(fieldset, { row: null, text: null });
  return drawPairs(fieldset);
}

const ready = new WeakSet();
function setUpRows() {
  document.body.classList.add('scripted');
  for (const fieldset of document.querySelectorAll('fieldset.selects')) {
    if (!ready.has(fieldset)) setUp(fieldset);
    ready.add(fieldset);
  }
}

// What is being answered survives a reload, a lost connection and the way back: it is kept in this tab until it is
// answered, or its author signs out.
const DRAFT = 'draft ';
const draftOf = (form) => (form?.elements?.ask ?? form?.elements?.shown ? DRAFT + form.getAttribute('action') : null);
const isAnswer = ({ name }) => name && !['csrfmiddlewaretoken', 'ask', 'shown', 'shown_ms', 'position', 'note'].includes(name);

document.addEventListener('input', ({ target }) => {
  const form = target.form ?? target.closest('form');
  const key = draftOf(form);
  if (!key) return;
  const given = [...form.elements].filter((field) => isAnswer(field) && (/radio|checkbox/.test(field.type) ? field.checked : field.value));
  sessionStorage.setItem(key, JSON.stringify(given.map(({ name, value }) => [name, value])));
});

function fillInDrafts() {
  for (const form of document.forms) {
    const kept = JSON.parse(sessionStorage.getItem(draftOf(form) ?? '') ?? '[]');
    for (const [name, value] of form.querySelector('[aria-invalid]') ? [] : kept) {
      for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
        if (!/radio|checkbox/.test(field.type)) field.value ||= value;
        else if (field.value === value && !field.disabled) field.checked = true;
      }
    }
  }
}

document.addEventListener('htmx:afterRequest', ({ detail: { elt, xhr } }) => {
  const key = draftOf(elt);
  if (key && xhr.status === 200) sessionStorage.removeItem(key);
});
document.addEventListener('submit', ({ target }) => {
  if (!target.getAttribute('action')?.endsWith('/logout/')) return;
  for (const key of Object.keys(sessionStorage).filter((name) => name.startsWith(DRAFT))) sessionStorage.removeItem(key);
});

// A statement can be heard where the browser has a voice of its own for its language: nothing leaves the device.
const voiceFor = (language) => speechSynthesis.getVoices().find((voice) => voice.localService && voice.lang.slice(0, 2) === language.slice(0, 2));
const languageOf = (element) => element.closest('[lang]').lang;
const said = (button) => button.parentElement.querySelector('[data-said]');

function offerToSay() {
  if (!window.speechSynthesis) return;
  for (const button of document.querySelectorAll('[data-say]')) button.hidden = !voiceFor(languageOf(said(button)));
}

document.addEventListener('click', ({ target }) => {
  const button = target.closest('[data-say]');
  if (!button) return;
  const words = new SpeechSynthesisUtterance(said(button).textContent);
  words.voice = voiceFor(languageOf(said(button)));
  words.lang = words.voice.lang;
  speechSynthesis.cancel();
  speechSynthesis.speak(words);
});

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone ?? '';

function canonical(name) {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return name; // a zone that this browser does not know
  }
}

for (const input of document.querySelectorAll('input[data-fill="time-zone"]')) input.value ||= zone;

for (const button of document.querySelectorAll('button[data-use-zone]')) {
  const select = document.querySelector(button.dataset.useZone);
  // Asia/Saigon and Asia/Ho_Chi_Minh are one zone under two names, and browsers differ in the one they use.
  const device = canonical(zone);
  const here = [...select.options].find((option) => canonical(option.value) === device);
  if (!here) continue;
  select.prepend(here); // the likeliest comes first
  button.hidden = here.selected;
  button.textContent += ` (${here.value.replaceAll('_', ' ')})`;
  button.addEventListener('click', () => {
    here.selected = true;
    select.focus();
    button.hidden = true;
  });
}

const trouble = document.getElementById('trouble');

function say(sentence) {
  trouble.textContent = sentence;
  trouble.hidden = false;
}

document.addEventListener('htmx:beforeRequest', () => { trouble.hidden = true; });
document.addEventListener('htmx:sendError', () => say(trouble.dataset.unreachable));
document.addEventListener('htmx:responseError', ({ detail: { xhr: { status } } }) => {
  if (status >= 500) say(trouble.dataset[`status-${status}`] ?? trouble.dataset.fault);
});
document.addEventListener('htmx:beforeSwap', ({ detail }) => {
  // A proxy's own error page has no #main: to swap it in would leave the learner with nothing.
  if (detail.selectOverride !== '#main' || detail.serverResponse.includes('id="main"')) return;
  detail.shouldSwap = false;
  say(trouble.dataset.fault);
});
// Messages belong to the page as it came; once a part of it is another, they are old.
function dropMessages() { document.querySelector('.messages')?.remove(); }
document.addEventListener('htmx:beforeSwap', ({ detail }) => { if (detail.shouldSwap) dropMessages(); });

const shown = new WeakMap(); // since when, by field; what a field comes with was counted before

function count() {
  for (const field of document.querySelectorAll('input[name="shown_ms"]')) {
    if (!shown.has(field)) shown.set(field, performance.now() - (Number(field.value) || 0));
  }
}

document.addEventListener('formdata', ({ target, formData }) => {
  const since = shown.get(target.elements.shown_ms);
  if (since !== undefined) formData.set('shown_ms', Math.round(performance.now() - since));
});

// The next question is fetched while the verdict is read, into this page and into no cache. It is thrown away as soon as
// another may have to come first: when anything else is sent, when another tab is looked at, and after some minutes.
const FRESH = 5 * 60_000;
let ahead = null; // its `html` is undefined on the way, and empty if there is none to be had

function throwAway() {
  ahead?.abort.abort();
  ahead = null;
}

async function lookAhead() {
  const link = document.querySelector('a[data-ahead]');
  if (!link || document.hidden || ahead?.link === link) return;
  throwAway();
  const mine = { link, at: Date.now(), abort: new AbortController() };
  ahead = mine;
  try {
    const response = await fetch(link.href, {
      headers: { 'HX-Request': 'true', 'HX-Current-URL': location.href, Purpose: 'prefetch' },
      cache: 'no-store',
      redirect: 'manual',
      signal: mine.abort.signal,
    });
    const text = response.status === 200 ? await response.text() : '';
    mine.html = text.includes('id="sitting"') ? text : '';
  } catch {
    mine.html = ''; // whoever asks for it in earnest is told why it does not come
  }
  if (ahead !== mine || !mine.pressed) return;
  if (mine.html) showAhead();
  else link.click();
}

let isNew = false;

function showAhead() {
  const { link, html } = ahead;
  ahead = null;
  isNew = true;
  dropMessages();
  const how = { swapStyle: 'outerHTML', swapDelay: 0, settleDelay: 0, show: 'top', showTarget: 'window' };
  htmx.swap(link.closest('#sitting'), html, how);
}

document.addEventListener('htmx:beforeRequest', (event) => {
  const isFresh = ahead && ahead.html !== '' && Date.now() - ahead.at < FRESH;
  if (!isFresh || event.detail.elt !== ahead.link) return throwAway();
  event.preventDefault();
  if (ahead.html) return showAhead();
  ahead.pressed = true;
  ahead.link.classList.add('htmx-request'); // as htmx marks what waits
});

// It comes so soon that the second half of a double click would fall on it. Two taps are two.
let isTouch = false;
document.addEventListener('pointerdown', ({ pointerType }) => { isTouch = pointerType === 'touch'; }, true);
for (const type of ['mousedown', 'click']) {
  document.addEventListener(type, (event) => {
    if (event.detail < 2) isNew = false;
    if (!isNew || isTouch) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);
}

document.addEventListener('visibilitychange', () => {
  if (!document.hidden) lookAhead();
  else if (!ahead?.pressed) throwAway();
});

function begin() {
  fillInDrafts();
  setUpRows();
  count();
  offerToSay();
  lookAhead();
}

for (const event of ['htmx:afterSettle', 'pageshow']) addEventListener(event, begin);
window.speechSynthesis?.addEventListener?.('voiceschanged', offerToSay);
begin();
