import { useState } from "hono/jsx/dom";
import { useEffect } from "./effect.ts";
import { Icon } from "./icons.tsx";
import { act, close, type Notice, notices } from "./model/notices.ts";
import { useStore } from "./model/store.ts";

/** For so many milliseconds good news stays, and with it the chance to undo. Bad news stays until somebody closes it. */
const STAYS = 7000;

/** What the person is told, read aloud by a screen reader. */
export function Notices() {
  const all = useStore(notices);
  const list = (kind: Notice["kind"]) =>
    all.filter((notice) => notice.kind === kind).map((notice) => <Told key={notice.key} notice={notice} />);
  return (
    <div class="notices">
      <div role="status">{list("done")}</div>
      <div role="alert">{list("failed")}</div>
    </div>
  );
}

function Told({ notice: { key, kind, text, times, action } }: { notice: Notice }) {
  // Time stands still while somebody points at it, or has gone to its button.
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held || kind === "failed") return;
    const timer = setTimeout(() => close(key), STAYS);
    return () => clearTimeout(timer);
  }, [held]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only waits while it is looked at
    <div
      class={`notice ${kind}`}
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
      onFocusIn={() => setHeld(true)}
      onFocusOut={() => setHeld(false)}
    >
      <Icon name={kind} />
      <p>
        {text}
        {times ? <span class="times"> × {times}</span> : null}
      </p>
      {action ? (
        <button type="button" class="quiet" onClick={() => act(key)}>
          {action.label}
        </button>
      ) : null}
      <button type="button" class="bare" aria-label="Close this notice" onClick={() => close(key)}>
        <Icon name="close" />
      </button>
    </div>
  );
}
