// Whoever would lose text on the desk that is not saved is asked first: by leaving, or by a piece that takes its place.
const QUESTION = "Something you typed here is not saved. Go on and lose it?"
// What is tried in a preview is no part of it.
const isTried = (name) => name === "tried" || name.startsWith("try-")
const said = (form) => new URLSearchParams([...new FormData(form)].filter(([name]) => !isTried(name))).toString()
const opened = new WeakMap()
let settled = false

function open(root) {
  // On a phone the list of paragraphs scrolls by itself.
  const chosen = root.querySelector(".paragraphs .chosen")
  if (chosen) chosen.parentElement.scrollTop = chosen.offsetTop
  for (const form of root.querySelectorAll("form.piece")) {
    // A form that was refused, or asks back, holds what is not saved yet, whatever is typed in it from here on.
    if (!opened.has(form)) opened.set(form, form.querySelector(".errornote, .consequences") ? null : said(form))
  }
}

function unsaved(root) {
  return [...root.querySelectorAll("form.piece")].filter((form) => said(form) !== opened.get(form))
}

document.addEventListener("htmx:confirm", (event) => {
  const { elt, target, issueRequest } = event.detail
  const sent = elt.closest("form.piece")
  const swapped = elt.hasAttribute("hx-swap") && elt.getAttribute("hx-swap") === "none" ? document : target
  const lost = swapped.matches?.("form.piece") ? [swapped] : [...swapped.querySelectorAll("form.piece")]
  if (!lost.some((form) => form !== sent && said(form) !== opened.get(form))) return
  event.preventDefault()
  if (confirm(QUESTION)) issueRequest(true)
})

// What came in is written in next, or read.
document.addEventListener("htmx:load", ({ detail: { elt } }) => {
  globalThis.django?.jQuery(elt).find("select.admin-autocomplete").djangoAdminSelect2()
  open(document)
  // One preview at a time: two would have parts of the same names.
  const shown = elt.querySelector(".previewed")
  if (shown) document.querySelectorAll(".previewed").forEach((old) => old === shown || old.remove())
  const wrong = elt.querySelector(".errors :is(input, textarea, select)")
  const next = wrong ?? (elt.matches("[data-focus]") ? elt : elt.querySelector("[data-focus]"))
  next?.focus()
})
// What htmx sends is no way out of the page.
document.addEventListener("submit", (event) => { settled = !event.defaultPrevented })
addEventListener("pageshow", () => { settled = false })
addEventListener("beforeunload", (event) => {
  if (!settled && unsaved(document).length) event.preventDefault()
})
open(document)
