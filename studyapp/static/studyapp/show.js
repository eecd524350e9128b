// What is typed as a password can be looked at: one reads it over instead of typing it twice.

for (const button of document.querySelectorAll('button[data-show]')) {
  const field = document.getElementById(button.dataset.show);
  button.hidden = false;
  button.addEventListener('click', () => {
    const isShown = field.type === 'password';
    field.type = isShown ? 'text' : 'password';
    button.setAttribute('aria-pressed', isShown);
    field.focus();
  });
  field.form.addEventListener('submit', () => { field.type = 'password'; }); // else a browser would offer it as a word
}
