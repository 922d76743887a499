// Keeps the part of a page with the id `progress` up to date. Without this, "look again" does the same.
// Can be stopped (WCAG 2.2.2), and leaves the page alone while somebody reads an opened part of it.
const part = document.getElementById('progress')
const from = part?.dataset.from
const EVERY_MS = 3000

if (part && from) {
  const button = document.createElement('button')
  let live = true
  const label = () => {
    button.textContent = live ? part.dataset.stop : part.dataset.begin
  }
  button.type = 'button'
  button.addEventListener('click', () => {
    live = !live
    label()
  })
  label()
  part.before(button)
  const look = async () => {
    const isRead =
      part.querySelector('details[open]') !== null || part.contains(document.activeElement)
    if (live && !isRead && document.visibilityState === 'visible') {
      const answer = await fetch(from, { credentials: 'same-origin', redirect: 'error' }).catch(
        () => null,
      )
      if (answer?.ok) {
        const text = await answer.text()
        if (text !== part.innerHTML) part.innerHTML = text
      }
    }
    setTimeout(look, EVERY_MS)
  }
  setTimeout(look, EVERY_MS)
}
