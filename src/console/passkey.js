/* Runs on the pages for signing in and for making a passkey: asks the device and sends what it says. */
;(() => {
  const { startAuthentication, startRegistration } = globalThis.SimpleWebAuthnBrowser
  const button = document.querySelector('[data-passkey]')
  const status = document.querySelector('[role=status]')
  const { passkey: kind, base, working, cancelled, failed } = button.dataset
  /* The word of a one-time link stands after #, which no server sees; from here it goes in a body. */
  const word = location.hash.slice(1)

  async function ask(path, body) {
    const response = await fetch(`${base}/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    const answer = await response.json()
    if (!response.ok) throw Object.assign(new Error(answer.code), { text: answer.text })
    return answer
  }

  async function run() {
    const optionsJSON = await ask('options', kind === 'enrol' ? { word } : {})
    const start = kind === 'enrol' ? startRegistration : startAuthentication
    const response = await start({ optionsJSON }).catch(() => {
      throw Object.assign(new Error('cancelled'), { text: cancelled })
    })
    const { next } = await ask('verify', kind === 'enrol' ? { word, response } : { response })
    location.replace(next)
  }

  button.addEventListener('click', async () => {
    button.disabled = true
    status.textContent = working
    try {
      await run()
    } catch (error) {
      status.textContent = error.text ?? failed
      button.disabled = false
    }
  })
})()
