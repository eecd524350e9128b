// The time that is left in a quiz, counted down; one polite warning when a minute of it is left.

const ends = new WeakMap(); // by element, since each swap brings a new one
let warned = false;

function tick() {
  const shown = document.querySelector('[data-left]');
  if (!shown) return;
  if (!ends.has(shown)) ends.set(shown, Date.now() + 1000 * Number(shown.dataset.left));
  const end = ends.get(shown);
  const left = Math.round((end - Date.now()) / 1000);
  const digits = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`;
  shown.textContent = left > 0 ? digits : shown.dataset.over;
  if (left > 60) warned = false;
  if (left > 60 || left <= 0 || warned) return;
  warned = true;
  document.getElementById('announce').textContent = shown.dataset.warning;
}

tick();
setInterval(tick, 1000);
