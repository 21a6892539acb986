/** What a person chose; `system` leaves it to the system. */
export type Theme = "system" | "light" | "dark";

const KEY = "theme";

export function chosenTheme(): Theme {
  // Storage is refused in some private windows; then the choice lasts as long as the page.
  try {
    const kept = localStorage.getItem(KEY);
    return kept === "light" || kept === "dark" ? kept : "system";
  } catch {
    return "system";
  }
}

export function applyTheme(theme: Theme): void {
  if (theme === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = theme;
}

export function chooseTheme(theme: Theme): void {
  applyTheme(theme);
  try {
    if (theme === "system") localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, theme);
  } catch {
    // Not kept; see above.
  }
}
