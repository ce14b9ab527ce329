import { preview, Refused } from "./api.ts";
import { atMost } from "./queue.ts";

/** The application makes a preview when it is first asked for one, which takes its time: few are asked for at once. */
const inTurn = atMost(4);
const known = new Map<string, string>();

/**
 * The URL of a picture's preview. Nothing for a format that the application makes no previews of: then the picture itself may
 * do. Who is scrolled past before its turn comes gives up by the signal.
 */
export async function thumbnail(id: string, signal: AbortSignal): Promise<string | undefined> {
  const url = known.get(id);
  if (url !== undefined) return url;
  try {
    const fresh = await inTurn(() => preview(id), signal);
    known.set(id, fresh);
    return fresh;
  } catch (error) {
    if (error instanceof Refused && error.status === 415) return undefined;
    throw error;
  }
}

/** Another picture may have the name now. */
export function forgetThumbnail(id: string): void {
  known.delete(id);
}
