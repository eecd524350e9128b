// In the preview beside a form, Enter tries the answer that stands there, and saves nothing.
document.addEventListener("keydown", (event) => {
  const preview = event.key === "Enter" && event.target.matches("input, select") && event.target.closest("#preview-shown")
  if (!preview) return
  event.preventDefault()
  preview.querySelector("[data-try]")?.click()
})
