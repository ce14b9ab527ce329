import { type Form, NoConnection, Refused } from "./api.ts";

/** Sends a file by a presigned form, straight to the bucket. By XMLHttpRequest, since fetch does not tell how far it is. */
export function send(
  { url, fields }: Form,
  file: Blob,
  { signal, progress }: { signal: AbortSignal; progress(part: number): void },
): Promise<void> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  // The file comes last: S3 ignores what follows it.
  form.append("file", file);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.upload.onprogress = ({ loaded, total }) => progress(loaded / total);
    request.onload = () =>
      request.status < 300 ? resolve() : reject(new Refused(request.status, codeIn(request.responseText)));
    request.onerror = () => reject(new NoConnection());
    request.onabort = () => reject(signal.reason);
    signal.addEventListener("abort", () => request.abort());
    request.open("POST", url);
    request.send(form);
  });
}

/** S3's code for an error, which it says in XML. */
function codeIn(body: string): string {
  return /<Code>(\w+)<\/Code>/.exec(body)?.[1] ?? "Unknown";
}
