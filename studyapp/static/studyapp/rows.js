// Questions with rows: an order by dragging and by keys, pairs by tapping. Fetched where there is one.

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

// The right sides may be below the fold, and a keyboard has all other left sides to pass on the way to them.
function lookForPartner(fieldset) {
  fieldset.querySelector('.pool').scrollIntoView({ block: 'nearest' });
  fieldset.querySelector('[data-right-side]:not([hidden])').focus();
}

document.addEventListener('click', ({ target }) => {
  const left = target.closest('[data-left-side]');
  const right = target.closest('[data-right-side]');
  if (left) {
    pair(left.closest('fieldset'), { row: left.closest('li') });
    if (left.getAttribute('aria-pressed') === 'true') lookForPartner(left.closest('fieldset'));
  }
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

function build(fieldset) {
  const rows = [...fieldset.querySelectorAll('li')];
  if (fieldset.classList.contains('movable')) {
    const place = (row) => Number(selectOf(row).value) || Infinity;
    const list = rows[0].parentElement;
    list.append(...rows.sort((one, other) => (place(one) > place(other)) - (place(one) < place(other))));
    // Alone on its page it may be right as it stands; among others it is open until it is touched.
    return fieldset.closest('.questions') ?? number(list);
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
export function setUp() {
  document.body.classList.add('scripted');
  for (const fieldset of document.querySelectorAll('fieldset.selects')) {
    if (!ready.has(fieldset)) build(fieldset);
    ready.add(fieldset);
  }
}
