import { Store } from "./store.ts";

export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

const KEY = "photosky-theme";

export const theme = new Store<Theme>(remembered());
apply();

/** Chooses a theme, for the next visits as well. */
export function choose(next: Theme): void {
  theme.value = next;
  apply();
  try {
    localStorage.setItem(KEY, next);
  } catch {
    // A browser that keeps nothing asks again the next time.
  }
}

function remembered(): Theme {
  try {
    return THEMES.find((one) => one === localStorage.getItem(KEY)) ?? "system";
  } catch {
    return "system";
  }
}

function apply(): void {
  document.documentElement.dataset.theme = theme.value;
}
