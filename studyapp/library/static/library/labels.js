// Select2 draws its fields without the names and links that a screen reader needs; here each gets them.
let count = 0

function name(select) {
  const label = select.labels?.[0]
  const field = select.parentElement.querySelector(".select2-selection")
  if (!label || !field) return
  label.id ||= `autocomplete-label-${++count}`
  const value = field.querySelector(".select2-selection__rendered")
  value.setAttribute("aria-labelledby", label.id)
  field.setAttribute("aria-labelledby", `${label.id} ${value.id}`)
  if (field.hasAttribute("aria-owns")) field.setAttribute("aria-controls", field.getAttribute("aria-owns"))
}

function nameAll() {
  document.querySelectorAll("select.admin-autocomplete").forEach(name)
  document.querySelectorAll(".select2-search__field").forEach((field) => field.setAttribute("aria-label", "Search"))
  for (const list of document.querySelectorAll("body > .select2-container")) {
    list.setAttribute("role", "region")
    list.setAttribute("aria-label", "Choices")
  }
}

// It draws whenever it is ready, when it opens, and again for every citation that is added.
new MutationObserver(nameAll).observe(document.body, { childList: true, subtree: true })
nameAll()
