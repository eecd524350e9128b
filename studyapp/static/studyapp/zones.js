// The browser's time zone among those of a list.

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone ?? '';

function canonical(name) {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return name; // a zone that this browser does not know
  }
}

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
