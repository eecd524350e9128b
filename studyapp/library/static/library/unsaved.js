// Whoever leaves a form with text that is not saved is asked first.
const form = document.querySelector("#content-main > form[method='post']")
const refused = form?.querySelector(".errornote")
const said = () => new URLSearchParams(new FormData(form)).toString()
const opened = form && said()
let settled = false

form?.addEventListener("submit", () => { settled = true })
form?.querySelector("[data-discard]")?.addEventListener("click", () => { settled = true })
addEventListener("pageshow", () => { settled = false })
addEventListener("beforeunload", (event) => {
  if (form && !settled && (refused || said() !== opened)) event.preventDefault()
})
