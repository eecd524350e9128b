// Enter takes a suggestion only if it was found for the words that are typed: while they are looked up, what was found for
// earlier ones still stands there, its first line marked. And where nothing is typed, somebody must have moved to a line.
const found = new WeakMap()

function watch(select) {
  const box = django.jQuery(select).data("select2")
  if (!box || found.has(select)) return
  found.set(select, "")
  box.on("results:all", ({ query }) => { found.set(select, query.term ?? "") })
  django.jQuery(select).on("select2:selecting", (event) => {
    const field = document.querySelector(".select2-container--open .select2-search__field")
    const byMouse = event.params.args.originalEvent
    if (!field || byMouse) return
    const typed = field.value
    if (typed !== found.get(select) || !(typed.trim() || field.dataset.moved)) event.preventDefault()
  })
}

document.addEventListener("keydown", ({ key, target }) => {
  if (target.matches?.(".select2-search__field") && key.startsWith("Arrow")) target.dataset.moved = "1"
}, true)
document.addEventListener("input", ({ target }) => {
  if (target.matches?.(".select2-search__field")) delete target.dataset.moved
}, true)

const watchAll = () => document.querySelectorAll("select.admin-autocomplete").forEach(watch)
new MutationObserver(watchAll).observe(document.body, { childList: true, subtree: true })
watchAll()
