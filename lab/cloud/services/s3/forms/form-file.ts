import { Readable } from "node:stream";

const files = new WeakSet<object>();

/** The file of a form as a body for PutObject. */
export function formFile(chunks: AsyncIterable<Buffer>): Readable {
  const file = Readable.from(chunks, { objectMode: false });
  files.add(file);
  return file;
}

/** Whether a body came by a form: S3 tells such uploads as events of their own. */
export function isFormFile(body: object | undefined): boolean {
  return body !== undefined && files.has(body);
}
