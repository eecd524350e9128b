// "All on this page" ticks every box of its form, and is ticked while every one is. Without this, the server does it.

document.addEventListener('change', ({ target }) => {
  const all = target.form?.elements.all;
  if (!all || target.type !== 'checkbox') return;
  const boxes = [...target.form.querySelectorAll('input[name="card"]')];
  if (target === all) for (const box of boxes) box.checked = all.checked;
  else all.checked = boxes.every(({ checked }) => checked);
});

// Not by autofocus: what was pressed has the focus still when another list comes in.
document.addEventListener('htmx:afterSettle', () => document.getElementById('listed')?.focus());
