// The form of a card. Ctrl+Enter saves what is written, from any of its fields.

document.addEventListener('keydown', (event) => {
  const { key, ctrlKey, metaKey, repeat, target } = event;
  if (key !== 'Enter' || !(ctrlKey || metaKey) || repeat || !target.form?.matches('[data-writing]')) return;
  event.preventDefault();
  target.form.requestSubmit();
});

// A picture that is too large is told at once, and not sent: with it the whole form would be refused.
document.addEventListener('change', ({ target }) => {
  if (!target.dataset?.most) return;
  const isTooLarge = [...target.files].some((file) => file.size > Number(target.dataset.most));
  target.nextElementSibling.hidden = !isTooLarge;
  if (isTooLarge) target.value = '';
});

// What was typed goes along to the form of another kind, as far as that asks the same.
const DRAFT = 'card of another kind';
const texts = () => document.querySelectorAll('.kinds ~ [data-writing] :is(textarea, input[type=text])');

document.addEventListener('click', ({ target }) => {
  if (!target.closest('.kinds a')) return;
  const typed = [...texts()].filter(({ value }) => value).map(({ name, value }) => [name, value]);
  sessionStorage.setItem(DRAFT, JSON.stringify(typed));
});

for (const [name, value] of JSON.parse(sessionStorage.getItem(DRAFT) ?? '[]')) {
  const field = [...texts()].find((other) => other.name === name);
  if (field && !field.value) field.value = value;
}
sessionStorage.removeItem(DRAFT);
