/**
 * What is typed into the desk never enters the browser's own files: to bring back a page after a crash, browsers write the
 * state of its forms to disk in clear. Forms that say `autocomplete="off"` are left out, so every control of the desk is in
 * one; those that stand alone join an empty one.
 */
type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement

/** Watches the page, and says how to stop. */
export const keepOutOfHistory = (page: Document): (() => void) => {
  const empty = page.createElement('form')
  empty.id = 'alone'
  empty.autocomplete = 'off'
  empty.hidden = true
  empty.addEventListener('submit', (event) => event.preventDefault())
  page.body.append(empty)
  const mark = (root: ParentNode): void => {
    for (const form of root.querySelectorAll('form'))
      if (form.autocomplete !== 'off') form.autocomplete = 'off'
    for (const control of root.querySelectorAll<Control>('input, textarea, select'))
      if (!control.form) control.setAttribute('form', empty.id)
  }
  mark(page)
  const watcher = new MutationObserver((changes) => {
    // A list of fifty rows came under one parent, and is looked through once.
    const parents = new Set(
      changes
        .flatMap(({ addedNodes }) => [...addedNodes])
        .flatMap((node) => (node instanceof HTMLElement && node.parentElement ? [node.parentElement] : [])),
    )
    for (const parent of parents) mark(parent)
  })
  watcher.observe(page.body, { childList: true, subtree: true })
  return () => {
    watcher.disconnect()
    empty.remove()
  }
}
