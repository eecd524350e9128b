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
  const element = names.flatMap(named).find((candidate) => candidate.getClientRects().length);
  if (!element) return;
  event.preventDefault();
  element.click();
  if (element.matches('[type="radio"], [type="checkbox"]')) element.focus();
});

// Up and down in a list to be put into order. The selects stay the answer: a move goes by them and numbers them anew.
document.body.classList.add('movable');
document.addEventListener('click', ({ target }) => {
  const button = target.closest('[data-move]');
  if (!button) return;
  const moved = button.closest('li');
  const select = (row) => row.querySelector('select');
  const place = (row) => Number(select(row).value) || Infinity;
  const rows = [...moved.parentElement.children].sort((one, other) => (place(one) > place(other)) - (place(one) < place(other)));
  const from = rows.indexOf(moved);
  rows.splice(from, 1);
  rows.splice(Math.max(from + Number(button.dataset.move), 0), 0, moved);
  moved.parentElement.append(...rows);
  rows.forEach((row, index) => { select(row).selectedIndex = index + 1; });
  button.focus();
  document.getElementById('announce').textContent = `${moved.querySelector('label').textContent}: ${select(moved).selectedOptions[0].text}`;
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

for (const event of ['htmx:afterSettle', 'pageshow']) {
  addEventListener(event, () => {
    count();
    lookAhead();
  });
}
count();
lookAhead();
