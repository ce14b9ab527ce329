import type { Readable } from "node:stream";
import { Busboy, type BusboyHeaders } from "@fastify/busboy";
import { AwsError } from "../../../errors.ts";
import type { Exchange } from "../../../service/service.ts";
import { invalidArgument } from "../errors.ts";
import type { FormFields } from "./post-policy.ts";

/** All fields before the file together may have so many bytes. As many again are left for what is around them. */
const MOST_FIELD_BYTES = 20 * 1024;
const MOST_BYTES_BEFORE = 2 * MOST_FIELD_BYTES;

/** A longer name can't be the name of a field. */
const LONGEST_FILENAME = 1024;

/** https://www.rfc-editor.org/rfc/rfc2046#section-5.1.1 */
const LONGEST_BOUNDARY = 70;

/** A form upload, read up to its file, with the file's name where fields refer to it. */
export interface PostForm {
  readonly fields: FormFields;
  /** Throws when the request ends before the file does. */
  readonly file: AsyncIterable<Buffer>;
}

/** Reads the fields of a form up to its file. What follows the file is ignored, as S3 does. */
export function readForm(exchange: Exchange): Promise<PostForm> {
  const { request, headers } = exchange;
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
    parser.on("field", (name: string | undefined, value) => {
      if (stream) return;
      if (name === undefined) return fail(malformed());
      const field = name.toLowerCase();
      size += name.length + value.length;
      if (size > MOST_FIELD_BYTES) fail(tooLong());
      else if (fields.has(field))
        fail(invalidArgument(`POST requires exactly one field named '${field}'.`, field, value));
      else fields.set(field, wellFormed(value));
    });
    parser.on("file", (_name, file, filename = "") => {
      stream = file as unknown as Readable;
      stream.on("error", () => fail(malformed()));
      // Nobody reads what follows.
      stream.on("end", () => abandonForm(exchange));
      if (filename.length > LONGEST_FILENAME) fail(tooLong());
      resolve({ fields: expanded(fields, wellFormed(filename)), file: wholeFile() });
    });
    parser.on("finish", () =>
      reject(invalidArgument("POST requires exactly one file upload per request.", "file", "0")),
    );
    parser.on("error", () => fail(malformed()));
    request.on("close", () => {
      if (!request.complete) fail(new AwsError("IncompleteBody", "The request body terminated unexpectedly"));
    });
    let before = 0;
    request.on("data", (chunk: Buffer) => {
      if (!stream && before > MOST_BYTES_BEFORE) fail(tooLong());
      before += chunk.length;
    });
    request.pipe(parser);
  });
}

/**
 * The fields with the file's name in place of its variable, which all of them may hold. Conditions are about these.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTForms.html
 */
function expanded(fields: FormFields, filename: string): FormFields {
  return new Map(
    // biome-ignore lint/suspicious/noTemplateCurlyInString: S3's own variable, not JavaScript's
    [...fields].map(([name, value]) => [name, value.replaceAll("${filename}", () => filename)]),
  );
}

/** Text that UTF-8 can hold: a part may say that it is UTF-16, and hold half a character. */
function wellFormed(text: string): string {
  return Buffer.from(text).toString();
}

/** Lets go of a form that was not read to its end, so that the connection can take the answer. */
export function abandonForm({ request }: Exchange): void {
  request.unpipe();
  request.resume();
}

function parserOf(headers: BusboyHeaders): InstanceType<typeof Busboy> {
  const boundary = /boundary=(?:"([^"]*)"|([^;]*))/i.exec(headers["content-type"]);
  if ((boundary?.[1] ?? boundary?.[2] ?? "").length > LONGEST_BOUNDARY) throw malformed();
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
