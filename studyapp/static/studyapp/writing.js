// Ctrl+Enter saves what is written, from any of its fields.

document.addEventListener('keydown', (event) => {
  const { key, ctrlKey, metaKey, repeat, target } = event;
  if (key !== 'Enter' || !(ctrlKey || metaKey) || repeat || !target.form?.matches('[data-writing]')) return;
  event.preventDefault();
  target.form.requestSubmit();
});
