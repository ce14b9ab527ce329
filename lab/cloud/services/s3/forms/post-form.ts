import type { Readable } from "node:stream";
import { Busboy, type BusboyHeaders } from "@fastify/busboy";
import type { FormFields } from "../../../auth/post-policy.ts";
import { AwsError } from "../../../errors.ts";
import type { Exchange } from "../../../service.ts";
import { invalidArgument } from "../errors.ts";

/** All fields before the file together may have so many bytes. */
const MOST_FIELD_BYTES = 20 * 1024;

/** A form upload, read up to its file. */
export interface PostForm {
  readonly fields: FormFields;
  /** Throws when the request ends before the file does. */
  readonly file: AsyncIterable<Buffer>;
  readonly filename: string;
}

/** Reads the fields of a form up to its file. What follows the file is ignored, as S3 does. */
export function readForm({ request, headers }: Exchange): Promise<PostForm> {
  return new Promise((resolve, reject) => {
    const parser = parserOf(headers as BusboyHeaders);
    const fields = new Map<string, string>();
    let size = 0;
    let stream: Readable | undefined;
    let failure: Error | undefined;
    const fail = (error: Error) => {
      failure ??= error;
      reject(failure);
      stream?.destroy(failure);
    };
    // The parser announces that a file was cut off, and then ends it as if it were whole.
    async function* wholeFile() {
      try {
        yield* stream as AsyncIterable<Buffer>;
      } catch (error) {
        throw failure ?? error;
      }
      if (failure) throw failure;
    }
    parser.on("field", (name, value) => {
      if (stream) return;
      size += name.length + value.length;
      if (size > MOST_FIELD_BYTES) fail(tooLong());
      else fields.set(name.toLowerCase(), value);
    });
    parser.on("file", (_name, file, filename = "") => {
      stream = file as unknown as Readable;
      stream.on("error", () => fail(malformed()));
      resolve({ fields, file: wholeFile(), filename });
    });
    parser.on("finish", () =>
      reject(invalidArgument("POST requires exactly one file upload per request.", "file", "0")),
    );
    parser.on("error", () => fail(malformed()));
    request.on("close", () => {
      if (!request.complete) fail(new AwsError("IncompleteBody", "The request body terminated unexpectedly"));
    });
    request.pipe(parser);
  });
}

/** Lets go of a form that was not read to its end, so that the connection can take the answer. */
export function abandonForm({ request }: Exchange): void {
  request.unpipe();
  request.resume();
}

function parserOf(headers: BusboyHeaders): InstanceType<typeof Busboy> {
  try {
    return new Busboy({
      headers,
      limits: { fieldSize: MOST_FIELD_BYTES + 1, files: 1 },
      isPartAFile: (name) => name?.toLowerCase() === "file",
    });
  } catch {
    throw malformed();
  }
}

function malformed(): AwsError {
  return new AwsError("MalformedPOSTRequest", "The body of your POST request is not well-formed multipart/form-data.");
}

function tooLong(): AwsError {
  return new AwsError(
    "MaxPostPreDataLengthExceeded",
    "Your POST request fields preceding the upload file were too large.",
    400,
    { MaxPostPreDataLengthBytes: String(MOST_FIELD_BYTES) },
  );
}
