/** What tells the requests for a service from those for others: its line in the registry says it. */
export interface Recognition {
  /** The name that requests are signed for, where it differs from the key. */
  readonly signed?: string;
  /**
   * What marks requests, where several services share a name or take unsigned calls; of several marks, each does. One without marks
   * takes the others.
   */
  readonly marks?: Marks | readonly Marks[];
  /** Calls without a signature that are for it: forms, those with a target, or all others. */
  readonly unsigned?: Unsigned | readonly Unsigned[];
  /** Its data planes, as URLs name them: `/_aws/execute-api/…` and `….execute-api.…`. */
  readonly data?: string | readonly string[];
}

type Unsigned = "forms" | "targets" | "others";

/** All of them must be there. */
export interface Marks {
  /** What the path begins with. */
  readonly path?: string;
  /** What X-Amz-Target has before the dot. */
  readonly target?: string;
  /** `Version`, in the query or in the form. */
  readonly version?: string;
  /** What the Host header is like. */
  readonly host?: RegExp;
}

/** What a request shows of itself without its body being read. */
export interface Signs {
  /** The name that it is signed for; empty when it is not. */
  readonly signed: string;
  readonly path: string;
  readonly host: string;
  readonly target: string | undefined;
  readonly isForm: boolean;
  /** Of the query, or of the form when that was read. */
  readonly version: string | undefined;
}

/** Only the form tells which service it is for. */
export const IN_FORM = Symbol("in the form");

interface Candidate<Name> {
  readonly name: Name;
  readonly marks: readonly Marks[] | undefined;
}

/** Finds the service that a request is for, among those of a registry. */
export class Recogniser<Name extends string> {
  readonly #signed = new Map<string, Candidate<Name>[]>();
  readonly #unsigned: Record<Unsigned, Candidate<Name>[]> = {
    forms: [],
    targets: [],
    others: [],
  };
  readonly #planes = new Map<string, Name>();

  constructor(registry: Readonly<Record<Name, Recognition>>) {
    const entries = Object.entries(registry) as [Name, Recognition][];
    // Those with marks are asked first.
    for (const [name, entry] of entries.sort(([, a], [, b]) => Number(!a.marks) - Number(!b.marks))) {
      const { signed = name, marks, unsigned = [], data = [] } = entry;
      const candidate = { name, marks: marks && [marks].flat() };
      this.#signed.set(signed, [...(this.#signed.get(signed) ?? []), candidate]);
      for (const kind of [unsigned].flat()) this.#unsigned[kind].push(candidate);
      for (const plane of [data].flat()) this.#planes.set(plane, name);
    }
  }

  /** The service; nothing when the registry has none for the request. */
  find(signs: Signs): Name | typeof IN_FORM | undefined {
    if (signs.signed === "") return choose(this.#unsigned[kindOf(signs)], signs);
    const candidates = this.#signed.get(signs.signed);
    if (candidates?.length === 1) return candidates[0]?.name;
    return candidates && choose(candidates, signs);
  }

  /** The service whose requests are signed for a name: of several, the one without marks. */
  signedAs(name: string): Name | undefined {
    return this.#signed.get(name)?.at(-1)?.name;
  }

  /**
   * The service whose data plane a path or a host names, `NAME.PLANE.…` or `NAME.REGION.PLANE.…`: labels count from the right,
   * so that what stands in front may have any name.
   */
  planeOf(path: string, host: string): Name | undefined {
    const named = path.startsWith("/_aws/") ? /^\/_aws\/([^/]+)/.exec(path)?.[1] : undefined;
    if (named !== undefined) return this.#planes.get(named);
    // Most requests name this machine.
    if (/^([\d.]+(:|$)|\[|localhost\b)/.test(host)) return undefined;
    const labels = host.split(".");
    for (let at = labels.length - 1; at > 0; at -= 1) {
      const label = labels[at] as string;
      const plane = this.#planes.get(label);
      if (plane !== undefined || this.#signed.has(label)) return plane;
    }
    return undefined;
  }
}

function kindOf({ isForm, target }: Signs): Unsigned {
  return target !== undefined ? "targets" : isForm ? "forms" : "others";
}

function choose<Name>(candidates: readonly Candidate<Name>[], signs: Signs): Name | typeof IN_FORM | undefined {
  const isUnread = signs.isForm && signs.version === undefined;
  if (isUnread && candidates.some(({ marks = [] }) => marks.some(({ version }) => version !== undefined)))
    return IN_FORM;
  return candidates.find(({ marks }) => !marks || marks.some((one) => fits(one, signs)))?.name;
}

function fits({ path = "", target, version, host }: Marks, signs: Signs): boolean {
  return (
    signs.path.startsWith(path) &&
    (target === undefined || target === signs.target) &&
    (version === undefined || version === signs.version) &&
    (host === undefined || host.test(signs.host))
  );
}
