import { useEffect } from "react";

const isMac = /Mac|iPhone|iPad/.test(navigator.platform);

/** The keys that open the search, as they are written on the keyboard. */
export const SHORTCUT = isMac ? "⌘K" : "Ctrl+K";

/** Opens the search by its keys. */
export function useShortcut(onOpen: () => void): void {
  useEffect(() => {
    const look = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey)
        return;
      event.preventDefault();
      onOpen();
    };
    addEventListener("keydown", look);
    return () => removeEventListener("keydown", look);
  }, [onOpen]);
}
