import { Compile, parse } from "velocityjs";
import { prepareUserPatterns } from "../../../patterns/regular-expressions.ts";
import { withTimeLimit } from "../../../patterns/time-limit.ts";
import { checkTemplateSize } from "./template-size.ts";
import { methodOf, own } from "./velocity-methods.ts";
import { textOf } from "./velocity-text.ts";

/** The parts of velocityjs's compiler that are overridden. */
interface Compiler {
  macrosStore: object;
  getReferences(ast: Reference, isValue?: boolean): unknown;
  getLocal(ast: Reference): { readonly value: unknown; readonly isLocal: boolean };
  getLiteral(literal: Literal): unknown;
  getArray(literal: unknown): unknown[];
  getExpression(ast: unknown): unknown;
  getBlockEach(block: Block): string;
  renderAstList(asts: unknown, contextId?: string): string;
  render(context: object, macros: object): string;
}
interface Reference {
  readonly id: string;
  readonly leader?: string;
}
interface Literal {
  readonly type?: string;
  readonly value?: unknown;
}
interface Property {
  readonly type: "property" | "index" | "method";
  readonly id: unknown;
  readonly args?: readonly Literal[] | false;
}
type Block = readonly [first: { readonly from: Literal; readonly pos: unknown }, ...rest: unknown[]];

const Base = Compile as unknown as new (asts: unknown, config: object) => Compiler;

const MOST_ITERATIONS = 1000;
/** Characters of a text, which is the longest payload too, and items of a list. */
const LONGEST_TEXT = 10 * 1024 * 1024;
const MOST_ITEMS = 100_000;
/** Milliseconds, for reading a template and for rendering it. */
const LONGEST = 500;

/**
 * Renders a Velocity template. Its values have their own members and the methods that Java's have: a template can't reach what
 * JavaScript's have besides, and with it the process.
 * @param quiet variables that render as nothing where they have no such member; others stay as they were written
 * Throws when it is no template, or when it takes too long or makes too much.
 */
export function renderVelocity(template: string, variables: object, quiet: ReadonlySet<string>): string {
  if (/matches|replace|split/.test(template)) prepareUserPatterns();
  const asts = parsed(template);
  const context = Object.assign(Object.create(null), variables);
  return withTimeLimit(LONGEST, () => new Template(asts, quiet).render(context, macros()));
}

/** Characters of templates that are kept read. */
const MOST_KEPT = 1024 * 1024;
/** What came of templates by their texts, the last used ones last: their syntax, or why they have none. */
const kept = new Map<string, { readonly asts: unknown } | { readonly problem: Error }>();
let keptLength = 0;

/** The library takes four times as long for a template of twice the length: each is read once, those that can't be, too. */
function parsed(template: string): unknown {
  const known = kept.get(template) ?? readTemplate(template);
  keep(template, known);
  if ("problem" in known) throw known.problem;
  return known.asts;
}

function readTemplate(template: string): { readonly asts: unknown } | { readonly problem: Error } {
  try {
    checkTemplateSize(template, (problem) => new Error(problem));
    return { asts: withTimeLimit(LONGEST, () => parse(template, Object.create(null))) };
  } catch (problem) {
    return { problem: problem as Error };
  }
}

function keep(template: string, known: { readonly asts: unknown } | { readonly problem: Error }): void {
  if (!kept.delete(template)) keptLength += template.length;
  kept.set(template, known);
  for (const [oldest] of kept) {
    if (keptLength <= MOST_KEPT || oldest === template) break;
    kept.delete(oldest);
    keptLength -= oldest.length;
  }
}

/** The library asks them for this one method. */
function macros(): object {
  return Object.assign(Object.create(null), { hasOwnProperty: () => false });
}

class Template extends Base {
  readonly #quiet: ReadonlySet<string>;

  constructor(asts: unknown, quiet: ReadonlySet<string>) {
    super(asts, { escape: false, valueMapper: bounded });
    this.macrosStore = Object.create(null);
    this.#quiet = quiet;
  }

  /** @param isWritten whether the value becomes text of the template's */
  override getReferences(ast: Reference, isWritten?: boolean): unknown {
    const value = super.getReferences(this.#quiet.has(ast.id) ? { ...ast, leader: "$!" } : ast, isWritten);
    return isWritten ? textOf(value) : value;
  }

  override getLocal(ast: Reference): ReturnType<Compiler["getLocal"]> {
    const local = super.getLocal(ast);
    // Scopes are plain objects to the library.
    return local.isLocal && local.value === (Object.prototype as never)[ast.id]
      ? { value: false, isLocal: false }
      : local;
  }

  override getLiteral(literal: Literal): unknown {
    return literal.type === GIVEN ? literal.value : super.getLiteral(literal);
  }

  override getArray(literal: { readonly isRange?: boolean; readonly value: readonly unknown[] }): unknown[] {
    const [from = 0, to = 0] = literal.isRange ? literal.value.map((end) => this.#end(end)) : [];
    if (Math.abs(to - from) > MOST_ITEMS) throw new Error(`A list can have ${MOST_ITEMS} items at most`);
    return super.getArray(literal);
  }

  #end(end: unknown): number {
    return Number(typeof end === "object" ? this.getReferences(end as Reference) : end);
  }

  override getExpression(ast: unknown): unknown {
    return bounded(super.getExpression(ast));
  }

  /** A loop ends silently after so many rounds, as Velocity's maximum has it. */
  override getBlockEach([each, ...body]: Block): string {
    const given = this.getLiteral({ ...each.from, pos: each.pos } as Literal);
    const items = typeof given === "object" && given !== null ? Object.values(given) : [];
    const from = { type: GIVEN, value: items.slice(0, MOST_ITERATIONS) };
    return items.length > 0 ? super.getBlockEach([{ ...each, from }, ...body]) : "";
  }

  override renderAstList(asts: unknown, contextId?: string): string {
    return bounded(super.renderAstList(asts, contextId));
  }

  getAttributes(property: Property, base: unknown): unknown {
    if (base === null || base === undefined) return undefined;
    if (property.type === "method") return this.getPropMethod(property, base);
    return own(base, property.type === "index" ? this.getLiteral(property.id as Literal) : property.id);
  }

  getPropMethod({ id, args }: Property, base: unknown): unknown {
    const values = (args || []).map((one) => this.getLiteral(one));
    const name = String(id);
    const given = own(base, name);
    if (typeof given === "function") return bounded(given(...values));
    return bounded(methodOf(base, name)?.(base as never, ...values));
  }
}

/** The type of a literal whose value is known. */
const GIVEN = "given";

/** A value, unless it is larger than a template may make one. */
function bounded<T>(value: T): T {
  if (typeof value === "string" && value.length > LONGEST_TEXT)
    throw new Error(`A text can have ${LONGEST_TEXT} characters at most`);
  if (Array.isArray(value) && value.length > MOST_ITEMS) throw new Error(`A list can have ${MOST_ITEMS} items at most`);
  return value;
}
