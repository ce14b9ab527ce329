import type { Place } from "./place.ts";
import { currentSession, type Session } from "./session.ts";

/** How long a lost connection waits before it is tried again, in milliseconds. */
const PAUSE = 2000;

/** The lab doesn't answer without a signature, or not to this one. */
export class NotSignedIn extends Error {
  override readonly name = "NotSignedIn";
}

/** How the lab is asked. */
interface Asking {
  readonly signal?: AbortSignal;
  /** Whose things are asked about: the lab tells an account of its own alone, and the first, which is the teacher's, of all. */
  readonly place?: Pick<Place, "account" | "accounts">;
}

/** Asks the lab's own API, as whoever is signed in. Rejects with what the lab says when it says no. */
export async function askLab(path: string, { signal, place }: Asking = {}): Promise<Response> {
  const url = new URL(`/_lab/${path}`, location.origin);
  const headers = await signatureOf("GET", url, { credentials: currentSession() ?? rootOf(place) });
  return await checked(await fetch(url, { headers, ...(signal && { signal }) }));
}

/** Where nobody has to sign in, twelve digits are the root of that account. The first account needs no signature. */
function rootOf({ account, accounts }: NonNullable<Asking["place"]> = { account: "" }): Session | undefined {
  if (!/^\d{12}$/.test(account) || account === accounts?.[0]) return undefined;
  return { accessKeyId: account, secretAccessKey: "test" };
}

/** What the lab answers, as JSON. */
export async function readLab<T>(path: string, asking: Asking = {}): Promise<T> {
  return (await (await askLab(path, asking)).json()) as T;
}

/** How the lab is changed. */
interface Changing extends Pick<Asking, "place"> {
  readonly method?: "PUT" | "DELETE";
  readonly change?: object;
}

/**
 * Changes something in the lab, as whoever is signed in. Where nobody signs in, the root of the place's account signs; for the first
 * account, or without a place, the lab's token does.
 */
export async function changeLab<T>(path: string, { method = "PUT", change = {}, place }: Changing): Promise<T> {
  const url = new URL(`/_lab/${path}`, location.origin);
  const body = JSON.stringify(change);
  const credentials = currentSession() ?? rootOf(place);
  const headers = credentials
    ? await signatureOf(method, url, { body, credentials })
    : { "x-lab-token": (await readLab<{ token: string }>("token")).token };
  return (await (await checked(await fetch(url, { method, headers, body }))).json()) as T;
}

async function checked(answer: Response): Promise<Response> {
  if (answer.ok) return answer;
  const message = messageIn(await answer.text());
  throw answer.status === 401 || answer.status === 403 ? new NotSignedIn(message) : new Error(message);
}

/** What is told as server-sent events: EventSource can't sign. A lost connection is opened again until `signal` ends it. */
export async function follow(
  path: string,
  { signal, place }: Asking & { readonly signal: AbortSignal },
  { onOpen, onData, onLost }: { onOpen: () => void; onData: (data: string) => void; onLost: () => void },
): Promise<void> {
  while (!signal.aborted) {
    try {
      const { body } = await askLab(path, { signal, ...(place && { place }) });
      onOpen();
      if (body) await readEvents(body, onData);
    } catch {
      // What went wrong matters less than that it is tried again.
    }
    if (signal.aborted) return;
    onLost();
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
}

async function readEvents(body: ReadableStream<Uint8Array<ArrayBuffer>>, onData: (data: string) => void) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    const events = (rest + next.value).split("\n\n");
    rest = events.pop() ?? "";
    for (const event of events) if (event.startsWith("data: ")) onData(event.slice("data: ".length));
  }
}

async function signatureOf(
  method: "GET" | "PUT" | "DELETE",
  url: URL,
  { credentials, body }: { readonly credentials: Session | undefined; readonly body?: string },
): Promise<Record<string, string>> {
  if (!credentials) return {};
  const [{ SignatureV4 }, { HttpRequest }, { Sha256 }] = await Promise.all([
    import("@smithy/signature-v4"),
    import("@smithy/core/protocols"),
    import("@smithy/core/checksum"),
  ]);
  const signer = new SignatureV4({ credentials, region: "us-east-1", service: "lab", sha256: Sha256 });
  const request = new HttpRequest({
    method,
    body,
    hostname: url.hostname,
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers: { host: url.host },
  });
  const { headers } = await signer.sign(request);
  // The browser sets it itself, to the same.
  const { host, ...signed } = headers;
  return signed;
}

function messageIn(text: string): string {
  try {
    return (JSON.parse(text) as { message?: string }).message ?? text;
  } catch {
    return text;
  }
}
