// The time that is left in a quiz, counted down; one polite warning when a minute of it is left. At the end the page sends
// what is filled in, whatever that is: the server tells what came in time, and ends the quiz.

const ends = new WeakMap(); // by element, since each swap brings a new one
const tries = new WeakMap(); // by form
const MOST_TRIES = 10; // one a second, where the site cannot be reached; a form that leaves the page is sent once
let warned = false;

function say(sentence) {
  document.getElementById('announce').textContent = sentence;
}

function send(form) {
  const tried = tries.get(form) ?? 0;
  if (tried >= (form.hasAttribute('hx-post') ? MOST_TRIES : 1) || form.classList.contains('htmx-request')) return;
  tries.set(form, tried + 1);
  if (!form.elements.time_up) {
    form.append(Object.assign(document.createElement('input'), { type: 'hidden', name: 'time_up', value: '1' }));
  }
  form.requestSubmit();
}

function end(shown) {
  const form = shown.closest('form[data-by-clock]');
  if (!tries.has(form ?? shown)) say(shown.dataset.over);
  if (form) send(form);
  else tries.set(shown, 1); // beside a verdict there is nothing to send
}

// Where more time was taken after all, an answer is no more than that.
function runAgain(form) {
  form?.elements.time_up?.remove();
  tries.delete(form);
}

function tick() {
  const shown = document.querySelector('[data-left]');
  if (!shown) return;
  if (!ends.has(shown)) {
    const left = 1000 * Number(shown.dataset.left);
    ends.set(shown, Date.now() + left);
    setTimeout(tick, left); // in a page that nobody looks at an interval may come once a minute alone
  }
  const left = Math.ceil((ends.get(shown) - Date.now()) / 1000);
  const digits = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`;
  shown.textContent = left > 0 ? digits : shown.dataset.over;
  shown.classList.toggle('soon', left <= 60);
  if (left <= 0) end(shown);
  else runAgain(shown.closest('form'));
  if (left > 60) warned = false;
  if (left > 60 || left <= 0 || warned) return;
  warned = true;
  say(shown.dataset.warning);
}

document.addEventListener('htmx:afterRequest', ({ target, detail }) => {
  if (detail.successful && tries.has(target)) tries.set(target, MOST_TRIES);
});

tick();
setInterval(tick, 1000);
document.addEventListener('htmx:afterSettle', tick);
