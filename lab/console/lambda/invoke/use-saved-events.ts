import { useCallback, useState } from "react";
import { usePlace } from "../../cloud/place.ts";

/** Events by their names. */
export type SavedEvents = Readonly<Record<string, string>>;

/** The events that were saved for a function, in this browser. */
export function useSavedEvents(name: string) {
  const { account, region } = usePlace();
  const key = `skylab-events ${account} ${region} ${name}`;
  // Another account's are read as soon as it is looked at.
  const [kept, setKept] = useState(() => ({ key, events: read(key) }));
  const events = kept.key === key ? kept.events : read(key);
  const change = useCallback(
    (changed: (before: SavedEvents) => SavedEvents) => {
      // Another tab may have saved others meanwhile.
      const next = changed(read(key));
      localStorage.setItem(key, JSON.stringify(next));
      setKept({ key, events: next });
    },
    [key],
  );
  return {
    events,
    save: (title: string, text: string) => change((before) => ({ ...before, [title]: text })),
    remove: (title: string) =>
      change((before) => Object.fromEntries(Object.entries(before).filter(([known]) => known !== title))),
  };
}

function read(key: string): SavedEvents {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "{}");
  } catch {
    return {};
  }
}
