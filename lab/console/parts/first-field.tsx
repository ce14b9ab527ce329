import { type ReactNode, useEffect, useRef } from "react";

/**
 * Puts the cursor into the first field within, if that takes text: whoever opens a dialog can write. The dialog itself goes to its
 * button that closes it, after all that is in it has been put there.
 */
export function FirstField({ children }: { readonly children: ReactNode }) {
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const request = requestAnimationFrame(() => {
      const first = frame.current?.querySelector<HTMLElement>("input, textarea, button");
      if (first?.matches("textarea, input:not([type=radio], [type=checkbox])")) first.focus();
    });
    return () => cancelAnimationFrame(request);
  }, []);
  return <div ref={frame}>{children}</div>;
}
