/** How many values are kept. */
const KEPT = 256;

/** Values that cost more to make than to find again, such as the parts of a credential scope that every request repeats. */
export class Recent<Value> {
  readonly #make: (text: string) => Value;
  readonly #values = new Map<string, Value>();

  constructor(make: (text: string) => Value) {
    this.#make = make;
  }

  /** The value of a text. It is shared: nobody changes it. What can't be made throws, each time. */
  get(text: string): Value {
    const known = this.#values.get(text);
    if (known !== undefined) return known;
    const value = this.#make(text);
    if (this.#values.size >= KEPT) this.#values.clear();
    this.#values.set(text, value);
    return value;
  }
}
