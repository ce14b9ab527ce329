type Input = Record<string, unknown>;

/** Tries no more inputs than this. */
const TRIES = 40;

/**
 * Makes an input smaller while it still has the same effect: members are dropped, lists cut to one item, long texts halved.
 * @param fails whether an input still has the effect
 */
export async function shrink(input: Input, fails: (input: Input) => Promise<boolean>): Promise<Input> {
  let smallest = input;
  let tries = 0;
  for (let again = true; again && tries < TRIES; ) {
    again = false;
    for (const candidate of smaller(smallest)) {
      if (++tries > TRIES) break;
      if (!(await fails(candidate as Input))) continue;
      smallest = candidate as Input;
      again = true;
      break;
    }
  }
  return smallest;
}

function* smaller(value: unknown): Generator<unknown> {
  if (typeof value === "string" && value.length > 16) yield value.slice(0, value.length / 2);
  if (
    typeof value !== "object" ||
    value === null ||
    Object.getPrototypeOf(value) !== (Array.isArray(value) ? Array.prototype : Object.prototype)
  )
    return;
  const entries = Object.entries(value);
  if (Array.isArray(value)) {
    if (value.length > 1) yield value.slice(0, 1);
  } else {
    for (const [name] of entries) yield Object.fromEntries(entries.filter(([other]) => other !== name));
  }
  for (const [name, item] of entries)
    for (const less of smaller(item))
      yield Array.isArray(value)
        ? value.map((one, index) => (String(index) === name ? less : one))
        : { ...value, [name]: less };
}
