import type { Picture } from "../../picture.ts";

/** The application's URL: the page's own, and a slash at its end, with which it may have been opened or not. */
const BASE = new URL(location.pathname.replace(/\/?$/, "/"), location.origin);

/** A presigned POST. */
export interface Form {
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** The API answered, and not with what was asked for. */
export class Refused extends Error {
  override readonly name = "Refused";
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Nothing answered. */
export class NoConnection extends Error {
  override readonly name = "NoConnection";
}

/** All pictures. */
export async function list(): Promise<readonly Picture[]> {
  return (await call<{ images: Picture[] }>("list-images")).images;
}

/** The URL of a picture's preview. Takes a while when it is the first time that somebody asks. */
export async function preview(id: string): Promise<string> {
  return (await call<{ url: string }>(`${encodeURIComponent(id)}?preview=true`)).url;
}

/** A form with which a picture may be uploaded under this name. */
export function uploadForm(filename: string, filetype: string): Promise<Form> {
  return call("get-presigned-url", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ filename, filetype }),
  });
}

/** Deletes a picture; one that is gone already is no failure. With `keepalive` the request outlives the page. */
export async function remove(id: string, keepalive = false): Promise<void> {
  try {
    await call(`delete-image/${encodeURIComponent(id)}`, { method: "DELETE", keepalive });
  } catch (error) {
    if (!(error instanceof Refused && error.status === 404)) throw error;
  }
}

async function call<T>(path: string, init?: RequestInit): Promise<T> {
  const answer = await fetch(new URL(path, BASE), init).catch(() => {
    throw new NoConnection();
  });
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Refused(answer.status, body.message ?? answer.statusText);
  return body;
}

/** What went wrong, as a sentence for a person. */
export function said(error: unknown): string {
  if (error instanceof NoConnection) return "There is no connection to the album.";
  if (error instanceof Refused && error.status < 500) return `The album said: ${error.message}.`;
  return "The album couldn't do that just now.";
}
