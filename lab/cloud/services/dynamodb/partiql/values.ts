import { Placeholders } from "../expressions/placeholders.ts";
import type { ValueSyntax } from "../expressions/syntax.ts";
import type { AttributeValue } from "../values/attribute-value.ts";
import type { Expression } from "./grammar/syntax.ts";
import { literalValue, type Parameters } from "./literals.ts";

/** Collects the values of a statement for the expressions that it becomes, which name them by placeholders. */
export class Values {
  readonly parameters: Parameters;
  readonly #all: [token: string, value: AttributeValue][] = [];

  constructor(parameters: Parameters) {
    this.parameters = parameters;
  }

  literal(expression: Expression): ValueSyntax {
    return this.of(literalValue(expression, this.parameters));
  }

  of(value: AttributeValue): ValueSyntax {
    const token = `:${this.#all.length}`;
    this.#all.push([token, value]);
    return { type: "value", token };
  }

  get placeholders(): Placeholders {
    return new Placeholders(undefined, this.#all.length > 0 ? Object.fromEntries(this.#all) : undefined);
  }
}
