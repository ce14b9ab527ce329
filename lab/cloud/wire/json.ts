import { JsonCodec } from "@aws-sdk/core/protocols";
import type { NormalizedSchema } from "@smithy/core/schema";
import { MalformedRequest } from "./errors.ts";
import { type Format, readValue } from "./plain-values.ts";
import type { Structure } from "./protocol.ts";
import { shapeOf } from "./shape.ts";

/** Reads and writes JSON bodies from schemas. One reads and writes for a protocol family. */
export class Json {
  readonly #codec: JsonCodec;
  readonly #format: Format;

  constructor(settings: { readonly jsonName: boolean }) {
    // Timestamps travel as epoch seconds unless their trait says otherwise (format 7 of Smithy's schema constants).
    this.#codec = new JsonCodec({ timestampFormat: { useTrait: true, default: 7 }, ...settings });
    const deserializer = this.#codec.createDeserializer();
    this.#format = {
      name: ({ name, jsonName }) => (settings.jsonName ? jsonName : name),
      scalar: ({ schema }, value) =>
        deserializer.readObject(schema, value as Parameters<typeof deserializer.readObject>[1]),
    };
  }

  /** Parses a body and gives it the types of the schema. An empty body is an empty structure. */
  read(schema: NormalizedSchema, body: Buffer): Structure {
    if (body.length === 0) return {};
    try {
      return readValue(shapeOf(schema), JSON.parse(body.toString("utf8")), this.#format) as Structure;
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
