/** What one kind of things is written and read with. A value tells the whole of a thing, such as the hash of its bytes. */
export interface Kind {
  readonly name: string;
  /** How many different things of the kind there are. */
  readonly names: number;
  /** Resolves when the lab has acknowledged it. Answers the value that a reader must see from then on; none when it is gone. */
  write(name: string, attempt: (value: string | undefined) => void): Promise<void>;
  /** The value, or nothing when the thing does not exist. Throws when it is there and not whole. */
  read(name: string): Promise<string | undefined>;
  list(): Promise<string[]>;
}

/** What the lab acknowledged of one kind, and what may have been done when it was killed before it could say so. */
export class Ledger {
  readonly kind: Kind;
  acknowledged = 0;
  readonly #known = new Map<string, { value: string | undefined; readonly pending: Set<string | undefined> }>();

  constructor(kind: Kind) {
    this.kind = kind;
  }

  /** Writes a thing. Only one write of a name is under way at a time. */
  async write(name: string): Promise<void> {
    const entry = this.#known.get(name) ?? { value: undefined, pending: new Set() };
    this.#known.set(name, entry);
    let attempted: string | undefined;
    await this.kind.write(name, (value) => {
      attempted = value;
      entry.pending.add(value);
    });
    entry.value = attempted;
    entry.pending.clear();
    this.acknowledged++;
  }

  /** Compares all that was acknowledged with what is there; answers what is wrong. */
  async verify(): Promise<string[]> {
    const problems: string[] = [];
    const listed = new Set(await this.kind.list());
    for (const [name, entry] of this.#known) {
      const found = await this.kind.read(name).catch((error) => `damaged: ${error.message}`);
      if (found !== entry.value && !entry.pending.has(found))
        problems.push(
          `${this.kind.name} ${name} is ${found ?? "gone"}, and ${entry.value ?? "nothing"} was acknowledged`,
        );
      if (listed.has(name) !== (found !== undefined))
        problems.push(
          `${this.kind.name} ${name} is ${found === undefined ? "listed and not there" : "there and not listed"}`,
        );
      listed.delete(name);
      entry.value = found;
      entry.pending.clear();
    }
    return [...problems, ...[...listed].map((name) => `${this.kind.name} ${name} is listed and was never written`)];
  }
}
