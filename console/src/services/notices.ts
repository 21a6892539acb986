/** Shows a text for a moment. */
type Show = (text: string) => void;

// What shows notices is loaded with the first one.
let resolveShow: (show: Show) => void;
const shower = new Promise<Show>((resolve) => {
  resolveShow = resolve;
});
let wanted = false;
const listeners = new Set<() => void>();

export const notices = {
  /** Whether there has been one. */
  wanted: () => wanted,
  subscribe: (listener: () => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  /** Called by what shows them, as soon as it can. */
  shownBy: (show: Show) => resolveShow(show),
};

/** Says something in passing. What went wrong is said where it went wrong instead. */
export async function notify(text: string): Promise<void> {
  wanted = true;
  for (const listener of listeners) listener();
  (await shower)(text);
}
