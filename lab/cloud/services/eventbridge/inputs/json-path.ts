import { own } from "../../../own.ts";

/** A path such as `$.detail.items[0].name` or `$['a b']`: the names and places on the way. Nothing for what is none. */
export function readPath(text: string): readonly (string | number)[] | undefined {
  if (!text.startsWith("$")) return undefined;
  const steps: (string | number)[] = [];
  const step = /\.([^.[\]'"\s]+)|\[(\d{1,9})\]|\['([^']*)'\]|\["([^"]*)"\]/y;
  step.lastIndex = 1;
  while (step.lastIndex < text.length) {
    const [found, name, place, ...quoted] = step.exec(text) ?? [];
    if (found === undefined) return undefined;
    steps.push(place === undefined ? (name ?? quoted.find((one) => one !== undefined) ?? "") : Number(place));
  }
  return steps;
}

/** What lies at a path; nothing when nothing does. */
export function valueAt(value: unknown, path: readonly (string | number)[]): unknown {
  let at = value;
  for (const step of path) {
    if (typeof at !== "object" || at === null) return undefined;
    at = Array.isArray(at)
      ? typeof step === "number"
        ? at[step]
        : undefined
      : own(at as Record<string, unknown>, String(step));
  }
  return at;
}
