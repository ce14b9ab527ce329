import { Recent } from "../../../recent.ts";
import { invalid } from "../errors.ts";
import { type AttributeType, type AttributeValue, type Item, typeOf } from "../values/attribute-value.ts";
import { addNumbers, subtractNumbers } from "../values/numbers.ts";
import { checkIsPath, checkOperandCount, checkTypes, checkUpdate, UPDATE_FUNCTIONS } from "./checks.ts";
import { badExpression } from "./expression-error.ts";
import { Binding, type Operand } from "./operands.ts";
import { type Action, adding, deleting, removing, wrongOperand } from "./outcomes.ts";
import { type PathTree, pick, treeOf } from "./path-tree.ts";
import { boundPath, type Path, valueAt } from "./paths.ts";
import type { Placeholders } from "./placeholders.ts";
import { rebuilt } from "./rebuilding.ts";
import type { ActionSyntax, CallSyntax, SetSyntax } from "./syntax.ts";
import { parseUpdate } from "./update-parser.ts";
import { sizeOfUpdate } from "./update-size.ts";

/** A change of items. */
export interface Update {
  /** The item afterwards, and the paths that actions wrote to. Throws a ValidationException where an item does not suit. */
  readonly apply: (item: Item) => { readonly item: Item; readonly paths: readonly Path[] };
  /** What UPDATED_OLD, or UPDATED_NEW, gives of the item before, or after. */
  readonly updated: (item: Item) => Item;
  /** The paths that actions write to. */
  readonly paths: readonly Path[];
  /** Those that they read. */
  readonly reads: readonly Path[];
  /** The bytes of what an expression writes, as UpdateItem counts them; nothing of other updates. */
  readonly size?: number;
}

const KIND = "UpdateExpression";

const LONG_NAMES: Readonly<Record<AttributeType, string>> = {
  S: "STRING",
  N: "NUMBER",
  B: "BINARY",
  SS: "STRING_SET",
  NS: "NUMBER_SET",
  BS: "BINARY_SET",
  M: "MAP",
  L: "LIST",
  NULL: "NULL",
  BOOL: "BOOLEAN",
};

const parsed = new Recent((text) => {
  const sections = parseUpdate(text);
  checkUpdate(sections);
  return sections.flatMap(({ actions }) => actions as ActionSyntax[]);
});

/** Compiles an UpdateExpression. Throws what DynamoDB says of what is wrong with it. */
export function compileUpdate(text: string, placeholders: Placeholders): Update {
  const actions = parsed.get(text);
  return { ...compileActions(actions, KIND, placeholders), size: sizeOfUpdate(actions, placeholders) };
}

export function compileActions(
  syntax: readonly ActionSyntax[],
  kind: typeof KIND | "Statement",
  placeholders: Placeholders,
): Update {
  const paths = syntax.map(({ path }) => boundPath(path, placeholders, kind));
  const tree = treeOf(paths, kind);
  const binding = new Binding(kind, placeholders);
  // DynamoDB reads them from the last to the first, which shows in what it says of two that are wrong.
  const actions = syntax.map((_, i) => i).reverse();
  const bound = actions.map((i) => actionOf(syntax[i] as ActionSyntax, paths[i] as Path, binding));
  return updateOf(bound.reverse(), binding.paths, tree);
}

/** @param tree of the actions' paths */
export function updateOf(
  actions: readonly Action[],
  reads: readonly Path[] = [],
  tree: PathTree = treeOf(pathsOf(actions), KIND),
): Update {
  const paths = pathsOf(actions);
  return {
    paths,
    reads,
    updated: (item) => pick(item, tree),
    apply: (item) => {
      for (const path of paths) checkParent(item, path);
      const outcomes = actions.map(({ outcome }) => outcome(item));
      return { item: rebuilt(item, tree, outcomes), paths };
    },
  };
}

function pathsOf(actions: readonly Action[]): Path[] {
  return actions.map(({ path }) => path);
}

/** What a path goes through has to be there already. */
function checkParent(item: Item, path: Path): void {
  if (path.length === 1) return;
  const parent = valueAt(item, path.slice(0, -1));
  if (typeof path.at(-1) === "number" ? parent?.L : parent?.M) return;
  throw invalid("The document path provided in the update expression is invalid for update");
}

function actionOf(syntax: ActionSyntax, path: Path, binding: Binding): Action {
  if (syntax.type === "REMOVE") return removing(path);
  if (syntax.type === "SET") {
    const { read } = setOperand(syntax.value, binding);
    return { path, outcome: (item) => required(read(item)) };
  }
  const value = binding.operand(syntax.value).value as AttributeValue;
  checkSetOperand(syntax.type, typeOf(value));
  const make = syntax.type === "ADD" ? adding : deleting;
  return make(path, value, wrongOperand);
}

function checkSetOperand(operator: "ADD" | "DELETE", type: AttributeType): void {
  const allowed: readonly AttributeType[] = operator === "ADD" ? ["N", "SS", "NS", "BS"] : ["SS", "NS", "BS"];
  if (allowed.includes(type)) return;
  const problem = `operator: ${operator}, operand type: ${LONG_NAMES[type]}, typeSet: ALLOWED_FOR_${operator}_OPERAND`;
  throw badExpression(KIND, `Incorrect operand type for operator or function; ${problem}`);
}

/** Reads what SET gives; nothing where an attribute that it needs is not there. */
function setOperand(syntax: SetSyntax, binding: Binding): Operand {
  if (syntax.type === "path" || syntax.type === "value") return binding.operand(syntax);
  const operands = syntax.operands.map((operand) => setOperand(operand, binding));
  if (syntax.type === "call") return callOf(syntax, operands, binding);
  checkTypes(syntax.type, typesOf(operands), ["N"], binding.kind);
  const [a, b] = operands as [Operand, Operand];
  const calculate = syntax.type === "+" ? addNumbers : subtractNumbers;
  return {
    read: (item) => {
      const [x, y] = [required(a.read(item)).N, required(b.read(item)).N];
      if (x === undefined || y === undefined) throw wrongOperand();
      return { N: calculate(x, y) };
    },
  };
}

function callOf(syntax: CallSyntax, operands: readonly Operand[], binding: Binding): Operand {
  checkOperandCount(syntax, UPDATE_FUNCTIONS, binding.kind);
  const [a, b] = operands as [Operand, Operand];
  if (syntax.name === "if_not_exists") {
    checkIsPath(syntax.name, a.path, binding.kind);
    binding.checkDistinct(syntax.name, operands);
    return { read: (item) => a.read(item) ?? b.read(item) };
  }
  checkTypes(syntax.name, typesOf(operands), ["L"], binding.kind);
  return {
    read: (item) => {
      const [x, y] = [required(a.read(item)).L, required(b.read(item)).L];
      if (!x || !y) throw wrongOperand();
      return { L: [...x, ...y] };
    },
  };
}

function required(value: AttributeValue | undefined): AttributeValue {
  if (!value) throw invalid("The provided expression refers to an attribute that does not exist in the item");
  return value;
}

function typesOf(operands: readonly Operand[]) {
  return operands.map(({ type }) => type);
}
