import { JsonCodec } from "@aws-sdk/core/protocols";
import type { NormalizedSchema } from "@smithy/core/schema";
import { MalformedRequest } from "./errors.ts";
import type { Structure } from "./protocol.ts";

/** Reads and writes JSON bodies from schemas. One reads and writes for a protocol family. */
export class Json {
  readonly #codec: JsonCodec;

  constructor(settings: { readonly jsonName: boolean }) {
    // Timestamps travel as epoch seconds unless their trait says otherwise (format 7 of Smithy's schema constants).
    this.#codec = new JsonCodec({ timestampFormat: { useTrait: true, default: 7 }, ...settings });
  }

  /** Parses a body and gives it the types of the schema. An empty body is an empty structure. */
  read(schema: NormalizedSchema, body: Buffer): Structure {
    if (body.length === 0) return {};
    try {
      return this.#codec.createDeserializer().readObject(schema, JSON.parse(body.toString("utf8"))) as Structure;
    } catch (error) {
      throw new MalformedRequest((error as Error).message);
    }
  }

  write(schema: NormalizedSchema, value: unknown): string {
    const serializer = this.#codec.createSerializer();
    serializer.write(schema, value);
    return serializer.flush() as string;
  }
}
