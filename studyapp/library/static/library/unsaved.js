// Whoever leaves a form with text that is not saved is asked first.
const form = document.querySelector("#content-main > form[method='post']")
const refused = form?.querySelector(".errornote")
// What is tried in a preview is no part of it.
const isTried = (name) => name === "tried" || name.startsWith("try-")
const words = (value) => value instanceof File ? value.name : value
const fields = () => [...new FormData(form)].filter(([name]) => !isTried(name))
const said = () => new URLSearchParams(fields().map(([name, value]) => [name, words(value)])).toString()
const opened = form && said()
let settled = false

form?.addEventListener("submit", ({ submitter }) => { settled = submitter?.formTarget !== "_blank" })
form?.querySelector("[data-discard]")?.addEventListener("click", () => { settled = true })
addEventListener("pageshow", () => { settled = false })
addEventListener("beforeunload", (event) => {
  if (form && !settled && (refused || said() !== opened)) event.preventDefault()
})
