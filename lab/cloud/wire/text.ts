import { FromStringShapeDeserializer } from "@smithy/core/protocols";
import type { NormalizedSchema } from "@smithy/core/schema";
import { MalformedRequest } from "./errors.ts";

/** Reads values that travel as text: in headers, query parameters, labels, forms. */
export class TextReader {
  readonly #codec: FromStringShapeDeserializer;

  /** @param http whether a timestamp's format follows from its place in an HTTP message */
  constructor({ http }: { readonly http: boolean }) {
    // Five is Smithy's constant for date-times, the format of what says nothing else.
    this.#codec = new FromStringShapeDeserializer({
      httpBindings: http,
      timestampFormat: { useTrait: true, default: 5 },
    });
  }

  /** Throws a MalformedRequest that tells the parameter's name when the text is no such value. */
  read(schema: NormalizedSchema, text: string, name: string): unknown {
    try {
      const value = this.#codec.read(schema, text);
      if (schema.isNumericSchema() && (text.trim() === "" || !Number.isFinite(value))) throw new Error("not a number");
      return value;
    } catch (error) {
      throw new MalformedRequest((error as Error).message, { name, value: text });
    }
  }
}
