// Copies a link, where the browser lets a page do so.

for (const button of document.querySelectorAll('button[data-copy]')) {
  button.hidden = !navigator.clipboard;
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = button.dataset.done;
    document.getElementById('announce').textContent = button.dataset.done;
  });
}
