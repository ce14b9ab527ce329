import type { FlashbarProps } from "@cloudscape-design/components/flashbar";
import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from "react";
import { wordsFor } from "../cloud/unreachable.ts";

/** What the console has to tell about what its user did. */
export interface Notices {
  readonly items: readonly FlashbarProps.MessageDefinition[];
  tell(text: string): void;
  /** Tells an error as AWS words it. */
  tellError(error: Error): void;
}

const NoticesContext = createContext<Notices | undefined>(undefined);

/** For how long good news stays, in milliseconds. Bad news stays until it is dismissed. */
const STAYS = 6000;
const MOST = 5;

let last = 0;

export function NoticesProvider({ children }: { readonly children: ReactNode }) {
  const [items, setItems] = useState<readonly FlashbarProps.MessageDefinition[]>([]);
  const remove = useCallback((id: string) => setItems((all) => all.filter((one) => one.id !== id)), []);
  const add = useCallback(
    (message: FlashbarProps.MessageDefinition) => {
      last += 1;
      const id = String(last);
      const whole = { ...message, id, dismissible: true, dismissLabel: "Dismiss", onDismiss: () => remove(id) };
      setItems((all) => [whole, ...all].slice(0, MOST));
      if (message.type === "success") setTimeout(() => remove(id), STAYS);
    },
    [remove],
  );
  const notices = useMemo<Notices>(
    () => ({
      items,
      tell: (text) => add({ type: "success", content: text }),
      tellError: (error) => {
        const { header, message } = wordsFor(error);
        add({ type: "error", header, content: message });
      },
    }),
    [items, add],
  );
  return <NoticesContext.Provider value={notices}>{children}</NoticesContext.Provider>;
}

export function useNotices(): Notices {
  const notices = useContext(NoticesContext);
  if (!notices) throw new Error("useNotices is for what the shell shows");
  return notices;
}
