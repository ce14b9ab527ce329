import { ANY, endOfFirst } from "./shift-and.ts";

// Patterns with stars and question marks. What is compiled is kept: the same policies are asked again and again.

/** Whether a text is what a pattern wants. */
type Matches = (text: string) => boolean;

const MOST_KEPT = 10_000;
/** Longer ones are not kept: a variable can put what a request says into a pattern. */
const LONGEST_KEPT = 512;
const exact = new Map<string, Matches>();
const caseless = new Map<string, Matches>();

/**
 * Whether a text is like a pattern in which `*` stands for anything and `?` for one character (a code point). A backslash makes
 * the star, question mark or backslash after it stand for itself. Nothing is tried twice, whatever the pattern: the pieces
 * between the stars are looked for one after the other, each from where the one before it ended.
 */
export function isLike(text: string, pattern: string, ignoreCase = false): boolean {
  if (pattern === "*") return true;
  const known = ignoreCase ? caseless : exact;
  let matches = known.get(pattern);
  if (!matches) {
    matches = ignoreCase ? compiledCaseless(pattern) : compiled(pattern);
    if (known.size >= MOST_KEPT) known.clear();
    if (pattern.length <= LONGEST_KEPT) known.set(pattern, matches);
  }
  return matches(text);
}

/** Most texts are told apart by what a pattern begins with, before they are put into lower case. */
function compiledCaseless(pattern: string): Matches {
  const lower = pattern.toLowerCase();
  const special = lower.search(/[*?\\]/);
  const prefix = special < 0 ? lower : lower.slice(0, special);
  const matches = compiled(lower);
  return (text) => text.slice(0, prefix.length).toLowerCase() === prefix && matches(text.toLowerCase());
}

function compiled(pattern: string): Matches {
  const pieces = piecesOf(pattern);
  const [first] = pieces as [Piece, ...Piece[]];
  const last = pieces.pop() as Piece;
  if (pieces.length === 0) return (text) => last.endAt(text, 0) === text.length;
  if (pieces.length === 1) return (text) => between(text, first.endAt(text, 0), last) >= 0;
  const middle = pieces.slice(1);
  return (text) => {
    let at = first.endAt(text, 0);
    const end = between(text, at, last);
    if (end < 0) return false;
    for (const piece of middle) {
      at = piece.endAfter(text, at);
      if (at < 0 || at > end) return false;
    }
    return true;
  };
}

/** Where the last piece begins, at a text's end; -1 when that is before `at`, or there is none. */
function between(text: string, at: number, last: Piece): number {
  if (at < 0) return -1;
  const end = last.startBeforeEnd(text);
  return end < at ? -1 : end;
}

/** What stands between two stars. */
interface Piece {
  /** Where the piece ends that begins at a place; -1 when it does not stand there. */
  endAt(text: string, at: number): number;
  /** Where the first one ends that begins at a place or after it; -1 when there is none. */
  endAfter(text: string, from: number): number;
  /** Where the piece begins with which a text ends; -1 when it ends otherwise. */
  startBeforeEnd(text: string): number;
}

/** The pieces of a pattern: one more than it has stars. */
function piecesOf(pattern: string): Piece[] {
  const pieces: Piece[] = [];
  let characters: (string | undefined)[] = [];
  const end = () => {
    pieces.push(characters.includes(undefined) ? new Masked(characters) : new Plain(characters.join("")));
    characters = [];
  };
  for (const [whole, literal] of pattern.matchAll(/\\([*?\\])|\*+|./gsu)) {
    if (literal) characters.push(literal);
    else if (whole.startsWith("*")) end();
    else characters.push(whole === "?" ? undefined : whole);
  }
  end();
  return pieces;
}

class Plain implements Piece {
  readonly #piece: string;

  constructor(piece: string) {
    this.#piece = piece;
  }

  endAt(text: string, at: number): number {
    return text.startsWith(this.#piece, at) ? at + this.#piece.length : -1;
  }

  endAfter(text: string, from: number): number {
    const found = text.indexOf(this.#piece, from);
    return found < 0 ? -1 : found + this.#piece.length;
  }

  startBeforeEnd(text: string): number {
    return text.endsWith(this.#piece) ? text.length - this.#piece.length : -1;
  }
}

/** A piece with question marks. */
class Masked implements Piece {
  /** Code points; ANY for a question mark. */
  readonly #mask: Int32Array;

  constructor(characters: readonly (string | undefined)[]) {
    this.#mask = Int32Array.from(characters, (one) => one?.codePointAt(0) ?? ANY);
  }

  endAt(text: string, at: number): number {
    let end = at;
    for (const wanted of this.#mask) {
      const found = text.codePointAt(end);
      if (found === undefined || (wanted !== ANY && wanted !== found)) return -1;
      end += found > 0xffff ? 2 : 1;
    }
    return end;
  }

  endAfter(text: string, from: number): number {
    return endOfFirst(text, from, this.#mask);
  }

  startBeforeEnd(text: string): number {
    let start = text.length;
    for (let left = this.#mask.length; left > 0 && start > 0; left--) {
      start -= start > 1 && (text.codePointAt(start - 2) as number) > 0xffff ? 2 : 1;
    }
    return this.endAt(text, start) === text.length ? start : -1;
  }
}
