import { forget, hide, unhide } from "./album.ts";
import { remove, said } from "./api.ts";
import { notify } from "./notices.ts";
import { atMost } from "./queue.ts";

/**
 * Deletions which can still be undone. A deletion is sent only when its time to be undone is over, or the page is left: the
 * bucket keeps no versions, so that what is deleted there can't come back, and uploading it again would make it another
 * picture, with another date. If the browser dies in between, the picture stays: the lesser evil.
 */
const pending = new Map<number, readonly string[]>();

const inTurn = atMost(4);

/** Takes pictures out of sight, and deletes them a few seconds later unless that is undone. */
export function discard(ids: readonly string[]): void {
  hide(ids);
  const undo = () => {
    pending.delete(key);
    unhide(ids);
  };
  const key = notify({
    kind: "done",
    text: `${named(ids)} deleted.`,
    action: { label: "Undo", run: undo },
    closed: () => send(key),
  });
  pending.set(key, ids);
}

async function send(key: number): Promise<void> {
  const ids = pending.get(key);
  if (!ids) return;
  pending.delete(key);
  await removeAll(ids);
}

/** Those that can't be deleted are shown again. */
async function removeAll(ids: readonly string[]): Promise<void> {
  hide(ids);
  const failed: string[] = [];
  let why: unknown;
  const one = async (id: string) => {
    try {
      await inTurn(() => remove(id));
      forget([id]);
    } catch (error) {
      failed.push(id);
      why = error;
    }
  };
  await Promise.all(ids.map(one));
  if (failed.length === 0) return;
  unhide(failed);
  notify({
    kind: "failed",
    text: `${named(failed)} not deleted. ${said(why)}`,
    action: { label: "Try again", run: () => removeAll(failed) },
  });
}

/** The page may not come back: what waits is sent now, all at once, by requests that outlive the page. */
addEventListener("pagehide", () => {
  for (const [key, ids] of pending) {
    pending.delete(key);
    for (const id of ids)
      remove(id, true).then(
        () => forget([id]),
        () => unhide([id]),
      );
  }
});

function named(ids: readonly string[]): string {
  return ids.length === 1 ? `${ids[0]} was` : `${ids.length} pictures were`;
}
