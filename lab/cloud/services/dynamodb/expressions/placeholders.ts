import type { AwsError } from "../../../errors.ts";
import { own } from "../../../own.ts";
import { invalid, RequestFault } from "../errors.ts";
import type { AttributeValue } from "../values/attribute-value.ts";
import { checkedValue } from "../values/check.ts";
import { badExpression, type ExpressionKind } from "./expression-error.ts";

/** The members of a request that placeholders are for. */
export type ExpressionInput = { readonly [Kind in ExpressionKind]?: string | undefined } & {
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>> | undefined;
  readonly ExpressionAttributeValues?: Readonly<Record<string, AttributeValue>> | undefined;
};

/** With the sign that it begins with. */
const LONGEST = 255;

/**
 * The placeholders of a request that may have expressions of these kinds, in the order in which DynamoDB names them. Throws when
 * there are some without an expression that could use them.
 */
export function placeholdersOf(input: ExpressionInput, kinds: readonly ExpressionKind[]): Placeholders {
  const { ExpressionAttributeNames: names, ExpressionAttributeValues: values } = input;
  if (names && kinds.every((kind) => input[kind] === undefined))
    throw invalid("ExpressionAttributeNames can only be specified when using expressions");
  const valued = kinds.filter((kind) => kind !== "ProjectionExpression");
  if (values && valued.length > 0 && valued.every((kind) => input[kind] === undefined)) {
    const all = `${valued.join(" and ")} ${valued.length > 1 ? "are" : "is"} null`;
    const problem = "ExpressionAttributeValues can only be specified when using expressions";
    throw new RequestFault(problem, `${problem}: ${all}`);
  }
  return new Placeholders(names, values);
}

/** ExpressionAttributeNames and ExpressionAttributeValues, checked, and which of them the request's expressions used. */
export class Placeholders {
  readonly #names: Readonly<Record<string, string>> | undefined;
  readonly #values: Readonly<Record<string, AttributeValue>> | undefined;
  readonly #used = new Set<string>();

  constructor(
    names?: Readonly<Record<string, string>> | undefined,
    values?: Readonly<Record<string, AttributeValue>> | undefined,
  ) {
    if (names) checkNames(names);
    this.#names = names;
    this.#values = values && checkedValues(values);
  }

  /** The attribute's name that `#token` stands for in an expression of a kind. */
  name(token: string, kind: ExpressionKind): string {
    const name = own(this.#names, token);
    if (name === undefined) {
      const problem = "An expression attribute name used in the document path is not defined; attribute name:";
      throw badExpression(kind, `${problem} ${token}`);
    }
    this.#used.add(token);
    return name;
  }

  /** The value that `:token` stands for, its numbers normalised. */
  value(token: string, kind: ExpressionKind): AttributeValue {
    const value = own(this.#values, token);
    if (value === undefined) {
      const problem = "An expression attribute value used in expression is not defined; attribute value:";
      throw badExpression(kind, `${problem} ${token}`);
    }
    this.#used.add(token);
    return value;
  }

  /** Throws when there are some that no expression used; call it when all are compiled. */
  checkUsed(): void {
    this.#checkUsed("ExpressionAttributeNames", this.#names);
    this.#checkUsed("ExpressionAttributeValues", this.#values);
  }

  #checkUsed(member: string, all: object | undefined): void {
    if (!all) return;
    const unused = Object.keys(all).filter((token) => !this.#used.has(token));
    if (unused.length > 0)
      throw invalid(`Value provided in ${member} unused in expressions: keys: {${unused.join(", ")}}`);
  }
}

function checkNames(names: Readonly<Record<string, string>>): void {
  checkKeys("ExpressionAttributeNames", names, /^#[A-Za-z0-9_]+$/);
  for (const [token, name] of Object.entries(names))
    if (name === "")
      throw invalid(`ExpressionAttributeNames contains invalid value: Empty attribute name for key ${token}`);
}

function checkedValues(values: Readonly<Record<string, AttributeValue>>): Readonly<Record<string, AttributeValue>> {
  checkKeys("ExpressionAttributeValues", values, /^:[A-Za-z0-9_]+$/);
  return Object.fromEntries(
    Object.entries(values).map(([token, value]) => {
      try {
        return [token, checkedValue(value)];
      } catch (error) {
        const { message } = error as AwsError;
        const older = error instanceof RequestFault ? error.older : message;
        throw new RequestFault(message, `ExpressionAttributeValues contains invalid value: ${older} for key ${token}`);
      }
    }),
  );
}

function checkKeys(member: string, placeholders: object, pattern: RegExp): void {
  const tokens = Object.keys(placeholders);
  if (tokens.length === 0) throw invalid(`${member} must not be empty`);
  for (const token of tokens) {
    const size = Buffer.byteLength(token);
    if (size > LONGEST) {
      const problem = "The expression attribute map contains a key that is too long; size of key:";
      throw invalid(`${member} contains invalid key: ${problem} ${size}`);
    }
    if (!pattern.test(token)) throw invalid(`${member} contains invalid key: Syntax error; key: "${token}"`);
  }
}
