import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";

/** How the text of every entity begins, and how that of a resource type goes on. */
const OPENING = '{"$id":"';
const TYPE_NAME = '","cloudFormationType":"';

/**
 * What AWS publishes of its resource types, as `@aws-cdk/aws-service-spec` packs it: one JSON document of 15 MB. Parsing it
 * whole takes half a second and 150 MB of memory, and a template uses few types, so only their parts of the text are parsed.
 */
export class SchemaDatabase {
  readonly #text: Buffer;
  /** Where each entity begins: by its number, and for resource types also by their name. */
  readonly #positions = new Map<string, number>();

  private constructor(text: Buffer) {
    this.#text = text;
    for (let at = text.indexOf(OPENING); at >= 0; at = text.indexOf(OPENING, at + 1)) {
      const id = this.#stringAt(at + OPENING.length);
      const rest = at + OPENING.length + id.length;
      // Anything shorter than an entity is only a reference to one.
      if (text.toString("latin1", rest, rest + 2) !== '",') continue;
      this.#positions.set(id, at);
      if (text.toString("latin1", rest, rest + TYPE_NAME.length) === TYPE_NAME)
        this.#positions.set(this.#stringAt(rest + TYPE_NAME.length), at);
    }
  }

  static async load(): Promise<SchemaDatabase> {
    const main = createRequire(import.meta.url).resolve("@aws-cdk/aws-service-spec");
    const packed = await readFile(join(dirname(main), "..", "db.json.gz"));
    return new SchemaDatabase(await promisify(gunzip)(packed));
  }

  /** The entity of a number or of a resource type's name, if there is one. */
  entity(key: string): unknown {
    const start = this.#positions.get(key);
    return start === undefined ? undefined : JSON.parse(this.#text.toString("utf8", start, this.#endOfObject(start)));
  }

  #stringAt(start: number): string {
    return this.#text.toString("latin1", start, this.#text.indexOf('"', start));
  }

  #endOfObject(start: number): number {
    const [quote, backslash, open, close] = [0x22, 0x5c, 0x7b, 0x7d];
    let depth = 0;
    let quoted = false;
    for (let i = start; i < this.#text.length; i++) {
      const byte = this.#text[i];
      if (quoted) {
        if (byte === backslash) i++;
        else if (byte === quote) quoted = false;
      } else if (byte === quote) quoted = true;
      else if (byte === open) depth++;
      else if (byte === close && --depth === 0) return i + 1;
    }
    throw new Error("The schema database is not well-formed");
  }
}
