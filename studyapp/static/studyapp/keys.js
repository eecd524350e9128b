// Keys for those who like them, a word when the site cannot be reached, and in a sitting how long a question is on screen,
// what is typed until it is sent, and the next question ahead of time. One file, since a study page is to come in few
// requests; what few questions need is fetched for them.

const { rows, voice, zones } = document.querySelector('script[data-rows]').dataset;
if (document.querySelector('[data-use-zone]')) import(zones);

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone ?? '';
for (const input of document.querySelectorAll('[data-fill="time-zone"]')) input.value ||= zone;

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

document.addEventListener('htmx:beforeSwap', ({ detail: { requestConfig, xhr } }) => {
  const key = draftOf(requestConfig.elt);
  if (key && xhr.status === 200) sessionStorage.removeItem(key);
});
document.addEventListener('submit', ({ target }) => {
  if (!target.getAttribute('action')?.endsWith('/logout/')) return;
  for (const key of Object.keys(sessionStorage).filter((name) => name.startsWith(DRAFT))) sessionStorage.removeItem(key);
});

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
  if (document.querySelector('fieldset.selects')) import(rows).then(({ setUp }) => setUp());
  count();
  if (document.querySelector('[data-say]')) import(voice).then(({ offerToSay }) => offerToSay());
  lookAhead();
}

for (const event of ['htmx:afterSettle', 'pageshow']) addEventListener(event, begin);
begin();
