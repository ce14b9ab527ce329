import { expect } from "chai";
import { applicationUrl as deployedUrl } from "../deployed.ts";

/** A presigned POST, as the application hands it out. */
export interface Form {
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** The URL of the application under test, without a slash at its end. */
export async function applicationUrl(): Promise<string> {
  return (await deployedUrl()).replace(/\/+$/, "");
}

/** PhotoSky, as a page or another client of its API uses it. */
export class Application {
  readonly url: string;

  constructor(url: string) {
    this.url = url;
  }

  fetch(path: string, init?: RequestInit): Promise<Response> {
    return fetch(this.url + path, init);
  }

  post(path: string, body: unknown): Promise<Response> {
    return this.fetch(path, {
      method: "POST",
      body: JSON.stringify(body),
      headers: { "content-type": "application/json" },
    });
  }

  remove(name: string): Promise<Response> {
    return this.fetch(`/delete-image/${encodeURIComponent(name)}`, { method: "DELETE" });
  }

  /** The form for an upload. */
  async form(filename: string, filetype: string): Promise<Form> {
    const answer = await this.post("/get-presigned-url", { filename, filetype });
    expect(answer.status).to.equal(200);
    return (await answer.json()) as Form;
  }

  /** Uploads a picture as a browser does. */
  async upload(filename: string, filetype: string, bytes: Uint8Array): Promise<void> {
    const answer = await send(await this.form(filename, filetype), bytes);
    expect(answer.status, await answer.text()).to.be.within(200, 204);
  }

  /** The pictures' names. */
  async names(): Promise<string[]> {
    const { images } = (await (await this.fetch("/list-images")).json()) as { images: { id: string }[] };
    return images.map(({ id }) => id);
  }

  /** The bytes of a picture, or of its preview, by way of its presigned URL. */
  async picture(name: string, query = ""): Promise<{ bytes: Buffer; type: string | null }> {
    const answer = await this.fetch(`/${encodeURIComponent(name)}${query}`);
    expect(answer.status).to.equal(200);
    const { url } = (await answer.json()) as { url: string };
    const picture = await fetch(url);
    expect(picture.status).to.equal(200);
    return { bytes: Buffer.from(await picture.arrayBuffer()), type: picture.headers.get("content-type") };
  }
}

/** Sends a form with a file, the file last, as S3 wants it. */
export function send(
  { url, fields }: Form,
  bytes: Uint8Array,
  changes: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const form = new FormData();
  for (const [name, value] of Object.entries({ ...fields, ...changes })) form.append(name, value);
  form.append("file", new Blob([bytes as Uint8Array<ArrayBuffer>]));
  return fetch(url, { method: "POST", body: form });
}
