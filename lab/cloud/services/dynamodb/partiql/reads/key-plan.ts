import { invalid } from "../../errors.ts";
import { typeIn } from "../../items/keys.ts";
import type { KeySchema, TableRecord } from "../../records.ts";
import type { AttributeValue } from "../../values/attribute-value.ts";
import { compareValues } from "../../values/compare.ts";
import type { Comparison, Expression } from "../grammar/syntax.ts";
import { rootsOf } from "../grammar/walk.ts";
import { isLiteral, literalValue, type Parameters } from "../literals.ts";
import { intersection, isEmpty, type SortRange, sortRange, union } from "./sort-ranges.ts";

/** So many reads a statement may fall into. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-operators.html */
const MOST_READS = 50;

/** The parts of a table, or an index, that hold all items for which a condition can be true. */
export interface KeyRead {
  readonly partition: AttributeValue;
  readonly range: SortRange;
}

/** A condition on an attribute of the key that tells which part of the table to read. */
interface KeyCondition {
  readonly isPartition: boolean;
  readonly name: string;
  readonly operator: string;
  /** Of IN any of them. */
  readonly values: readonly AttributeValue[];
}

/** One of the ways in which a condition can be true. */
interface Branch {
  readonly partition?: AttributeValue;
  readonly range: SortRange;
  /** It asks what the sort key is not, which is read with all others. */
  readonly isNegated?: boolean;
  /** Its partition key would have two values. */
  readonly isContradictory?: boolean;
  /** What else it asks of items. */
  readonly filters: readonly Expression[];
}

/** Finds which parts of a table must be read for a condition. */
export class KeyPlanner {
  readonly #partition: string;
  readonly #sort: string | undefined;
  readonly #table: TableRecord;
  readonly #parameters: Parameters;

  /** @param key with one attribute on each side */
  constructor(table: TableRecord, { partition: [partition = ""], sort: [sort] }: KeySchema, parameters: Parameters) {
    this.#partition = partition;
    this.#sort = sort;
    this.#table = table;
    this.#parameters = parameters;
  }

  /** Whether a condition tells the partitions, so that it is a query. */
  isKeyed(where: Expression | undefined): boolean {
    switch (where?.kind) {
      case "and":
        return where.terms.some((term) => this.isKeyed(term));
      case "or":
        return where.terms.every((term) => this.isKeyed(term));
      default:
        return where !== undefined && this.#conditionOf(where)?.isPartition === true;
    }
  }

  /** The reads of a keyed condition, in the order of its partitions there. Throws DynamoDB's errors for those that overlap. */
  reads(where: Expression): KeyRead[] {
    if (this.#count(where) > MOST_READS) throw invalid("Too many decomposed read operations for a given query.");
    const branches = this.#branches(where).filter(({ isContradictory }) => !isContradictory);
    const partitions: { partition: AttributeValue; branches: Branch[] }[] = [];
    for (const branch of branches) {
      const partition = branch.partition as AttributeValue;
      const known = partitions.find((one) => compareValues(one.partition, partition) === 0);
      if (known) known.branches.push(branch);
      else partitions.push({ partition, branches: [branch] });
    }
    for (const one of partitions) checkOverlaps(one.branches);
    return partitions.flatMap(({ partition, branches }) =>
      union(branches.map(({ range }) => range)).map((range) => ({ partition, range })),
    );
  }

  /** The values of the partition key that a keyed condition tells. */
  partitions(where: Expression): AttributeValue[] {
    const values = where.kind === "and" || where.kind === "or" ? where.terms : [where];
    return values.flatMap((term) => {
      if (term.kind === "and" || term.kind === "or") return this.partitions(term);
      const condition = this.#conditionOf(term);
      return condition?.isPartition ? condition.values : [];
    });
  }

  /** The attributes that the filter of each read asks for, besides the key, in the order of the partitions. */
  filters(where: Expression): string[][] {
    return this.#branches(where)
      .toSorted((a, b) => compareValues(a.partition as AttributeValue, b.partition as AttributeValue) ?? 0)
      .map(({ filters }) => [...new Set(filters.flatMap(rootsOf))]);
  }

  /** How many branches a condition has, which are not made when they are too many. */
  #count(where: Expression): number {
    if (where.kind === "and") return where.terms.reduce((product, term) => product * this.#count(term), 1);
    if (where.kind === "or" && this.#mentionsKey(where)) {
      return where.terms.reduce((sum, term) => sum + this.#count(term), 0);
    }
    const condition = this.#conditionOf(where);
    return condition?.operator === "IN" ? condition.values.length : 1;
  }

  #branches(where: Expression): Branch[] {
    if (where.kind === "and") {
      return where.terms.reduce<Branch[]>(
        (branches, term) => branches.flatMap((branch) => this.#branches(term).map((more) => both(branch, more))),
        [{ range: {}, filters: [] }],
      );
    }
    if (where.kind === "or" && this.#mentionsKey(where)) return where.terms.flatMap((term) => this.#branches(term));
    const condition = this.#conditionOf(where);
    if (!condition) return [{ range: {}, filters: [where], ...(this.#isNegated(where) && { isNegated: true }) }];
    this.#checkTypes(condition);
    const { isPartition, operator, values } = condition;
    if (isPartition) return values.map((partition) => ({ partition, range: {}, filters: [] }));
    if (operator === "IN") return values.map((value) => ({ range: sortRange("=", [value]), filters: [] }));
    return [{ range: sortRange(operator, values), filters: [] }];
  }

  /** Whether an OR has to be taken apart. One that is not about the key is a filter as a whole. */
  #mentionsKey(where: Expression): boolean {
    if (where.kind === "and" || where.kind === "or") return where.terms.some((term) => this.#mentionsKey(term));
    return this.#conditionOf(where) !== undefined;
  }

  #isNegated(where: Expression): boolean {
    if (where.kind === "comparison" && where.operator === "<>") {
      return [where.left, where.right].some((side) => this.#keyName(side) === this.#sort);
    }
    return where.kind === "not" && this.#isAboutSort(where.term);
  }

  #isAboutSort(where: Expression): boolean {
    if (where.kind === "and" || where.kind === "or") return where.terms.some((term) => this.#isAboutSort(term));
    if (where.kind === "not") return this.#isAboutSort(where.term);
    return this.#isNegated(where) || this.#conditionOf(where)?.isPartition === false;
  }

  /** What a condition tells of the key, if it does: an attribute of it, and values. */
  #conditionOf(where: Expression): KeyCondition | undefined {
    const read = operandsOf(where);
    const name = read && this.#keyName(read.path);
    if (!read || name === undefined || !read.values.every(isLiteral)) return undefined;
    const isPartition = name === this.#partition;
    if (isPartition && read.operator !== "=" && read.operator !== "IN") return undefined;
    const values = read.values.map((value) => literalValue(value, this.#parameters));
    return { isPartition, name, operator: read.operator, values };
  }

  #keyName(path: Expression): string | undefined {
    if (path.kind !== "path" || path.steps.length > 0) return undefined;
    return path.root === this.#partition || path.root === this.#sort ? path.root : undefined;
  }

  #checkTypes({ name, values }: KeyCondition): void {
    const type = typeIn(this.#table, name);
    if (values.some((value) => value[type] === undefined)) {
      throw invalid(`Key attribute's data type should match its data type in table's schema: Key ${name}`);
    }
  }
}

const MIRRORED: ReadonlyMap<Comparison, Comparison> = new Map([
  ["=", "="],
  ["<", ">"],
  ["<=", ">="],
  [">", "<"],
  [">=", "<="],
]);

/** The path, operator and values of a simple condition, whichever side the path is on. */
function operandsOf(
  where: Expression,
): { path: Expression; operator: string; values: readonly Expression[] } | undefined {
  switch (where.kind) {
    case "comparison": {
      const { left, right, operator } = where;
      const mirrored = MIRRORED.get(operator);
      if (mirrored === undefined) return undefined;
      return left.kind === "path"
        ? { path: left, operator, values: [right] }
        : { path: right, operator: mirrored, values: [left] };
    }
    case "between":
      return { path: where.operand, operator: "BETWEEN", values: [where.low, where.high] };
    case "in":
      return where.list.kind === "list"
        ? { path: where.operand, operator: "IN", values: where.list.members }
        : undefined;
    case "call": {
      const [path, prefix] = where.args;
      if (where.name !== "begins_with" || !path || !prefix) return undefined;
      return { path, operator: "begins_with", values: [prefix] };
    }
    default:
      return undefined;
  }
}

function both(a: Branch, b: Branch): Branch {
  const isContradictory =
    a.isContradictory ||
    b.isContradictory ||
    (a.partition && b.partition && compareValues(a.partition, b.partition) !== 0);
  const partition = a.partition ?? b.partition;
  return {
    ...(partition && { partition }),
    range: intersection(a.range, b.range),
    filters: [...a.filters, ...b.filters],
    ...((a.isNegated || b.isNegated) && { isNegated: true }),
    ...(isContradictory && { isContradictory }),
  };
}

/** DynamoDB reads each branch on its own, and would find an item twice. It does not look at those that say what is not. */
function checkOverlaps(branches: readonly Branch[]): void {
  const ranges = branches.filter(({ isNegated }) => !isNegated).map(({ range }) => range);
  const known = ranges.filter((range) => !isEmpty(range));
  for (const [i, range] of known.entries()) {
    if (known.slice(i + 1).some((other) => !isEmpty(intersection(range, other)))) {
      throw invalid("Overlapping conditions with range keys are not supported in where clause");
    }
  }
}
