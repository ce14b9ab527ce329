import { Store } from "./store.ts";

/** The picture that is open, which the URL names behind its `#`: so it can be linked to, and going back closes it. */
export const open = new Store<string | undefined>(named());

addEventListener("popstate", () => {
  open.value = named();
});

/** Shows a picture. The first one is a step in the browser's history, those that are leafed through are not. */
export function show(id: string): void {
  history[open.value === undefined ? "pushState" : "replaceState"]({ ours: true }, "", `#${encodeURIComponent(id)}`);
  open.value = id;
}

/** Back to the gallery. */
export function leave(): void {
  if (history.state?.ours) history.back();
  else history.replaceState(null, "", location.pathname + location.search);
  open.value = undefined;
}

function named(): string | undefined {
  try {
    return decodeURIComponent(location.hash.slice(1)) || undefined;
  } catch {
    return undefined;
  }
}
