import { applyMode, Mode } from "@cloudscape-design/global-styles";

export type Theme = "light" | "dark" | "system";

const KEY = "skylab-theme";

const system = matchMedia("(prefers-color-scheme: dark)");

/** What the user chose before; the system's, unless he did. */
export function chosenTheme(): Theme {
  const kept = localStorage.getItem(KEY);
  return kept === "light" || kept === "dark" ? kept : "system";
}

/** Shows a theme, and remembers it. */
export function applyTheme(theme: Theme): void {
  localStorage.setItem(KEY, theme);
  system.onchange = theme === "system" ? () => show(theme) : null;
  show(theme);
}

function show(theme: Theme): void {
  const isDark = theme === "dark" || (theme === "system" && system.matches);
  applyMode(isDark ? Mode.Dark : Mode.Light);
}
