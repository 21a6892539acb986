// Which dialogs are open, outermost first: the fresh sign-in opens inside the last one, because two dialogs beside each other
// would take the focus and the clicks from each other.
const open: string[] = [];
const listeners = new Set<() => void>();

function tell(): void {
  for (const listener of listeners) listener();
}

export const openDialogs = {
  /** The innermost one; undefined while none is open. */
  last: () => open.at(-1),
  subscribe: (listener: () => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

/** To be undone by what it returns. */
export function dialogOpened(id: string): () => void {
  open.push(id);
  tell();
  return () => {
    open.splice(open.indexOf(id), 1);
    tell();
  };
}
