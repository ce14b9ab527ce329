import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { services } from "../lab/cloud/services/index.ts";
import type { Constraint, ModelConstraints } from "../lab/cloud/wire/constraints.ts";
import { packageFolder } from "../lab/package.ts";

// npx tsx scripts/constraints.ts DATA: writes what the SDK's schemas leave out of AWS's models (lengths, ranges, patterns, enums) into
// the constraints.ts of each service. DATA is the folder `botocore/data` of the Python package botocore, which AWS publishes
// its models in: pip download --no-deps botocore && unzip botocore-*.whl. Run it when the SDK's clients are updated.

interface Shape {
  readonly type: string;
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly enum?: readonly string[];
  readonly member?: { readonly shape: string };
  readonly key?: { readonly shape: string };
  readonly value?: { readonly shape: string };
  readonly members?: Readonly<Record<string, { readonly shape: string }>>;
}

interface Model {
  readonly metadata: { readonly protocol: string };
  readonly operations: Readonly<Record<string, { readonly input?: { readonly shape: string } }>>;
  readonly shapes: Readonly<Record<string, Shape>>;
}

const SERVICES = join(packageFolder, "lab/cloud/services");

const data = process.argv[2];
if (!data) throw new Error("Say where the models are: npx tsx scripts/constraints.ts botocore/data");
for (const service of Object.keys(services)) {
  const model = readModel(join(data, service));
  // Services with the REST XML protocol answer bad input in words of their own.
  if (model.metadata.protocol === "rest-xml") continue;
  const constraints = constraintsOf(model);
  writeFileSync(join(folderOf(service), "constraints.ts"), textOf(constraints));
  console.log(`${service}  ${Object.keys(constraints.shapes).length} shapes`);
}

/** The folder of the service that is defined under this key. */
function folderOf(service: string): string {
  const files = readdirSync(SERVICES, { recursive: true, encoding: "utf8" }).filter(
    (file) => basename(file) === "service.ts",
  );
  const isOf = (file: string) => readFileSync(join(SERVICES, file), "utf8").includes(`defineService("${service}",`);
  const found = files.find(isOf);
  if (!found) throw new Error(`No service.ts defines ${service}`);
  return join(SERVICES, dirname(found));
}

/** The newest version of a service's model. */
function readModel(folder: string): Model {
  const version = readdirSync(folder).sort().at(-1) as string;
  return JSON.parse(gunzipSync(readFileSync(join(folder, version, "service-2.json.gz"))).toString());
}

/** What inputs must be: the constrained members of every structure that an input reaches, and their shapes. */
function constraintsOf({ operations, shapes }: Model): ModelConstraints {
  const found: Record<string, Constraint> = {};
  const structures: Record<string, Record<string, string>> = {};
  const seen = new Set<string>();

  /** Whether a shape is constrained, or holds one that is. */
  const visit = (name: string): boolean => {
    const shape = shapes[name] as Shape;
    if (seen.has(name)) return name in found;
    seen.add(name);
    if (shape.type === "structure") {
      visitStructure(name, shape);
      return false;
    }
    const constraint = { ...ownOf(shape), ...partsOf(shape, visit) };
    if (Object.keys(constraint).length > 0) found[name] = constraint;
    return name in found;
  };
  const visitStructure = (name: string, { members = {} }: Shape) => {
    const constrained = Object.entries(members).filter(([, { shape }]) => visit(shape));
    if (constrained.length > 0)
      structures[name] = Object.fromEntries(constrained.map(([member, { shape }]) => [member, shape]));
  };
  for (const { input } of Object.values(operations)) if (input) visit(input.shape);
  return { shapes: sorted(found), structures: sorted(structures) };
}

function ownOf({ type, min, max, pattern, enum: values }: Shape): Constraint {
  const isNumber = ["integer", "long", "float", "double"].includes(type);
  const bounds = min === undefined && max === undefined ? undefined : ([min ?? null, max ?? null] as const);
  return {
    ...(bounds && (isNumber ? { range: bounds } : { length: bounds })),
    ...(pattern !== undefined && pattern !== ".*" && { pattern }),
    ...(values && { enum: values }),
  };
}

function partsOf({ member, key, value }: Shape, visit: (name: string) => boolean): Constraint {
  return {
    ...(member && visit(member.shape) && { item: member.shape }),
    ...(key && visit(key.shape) && { key: key.shape }),
    ...(value && visit(value.shape) && { value: value.shape }),
  };
}

function sorted<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** A module of a line for each shape and structure, so that a change of a model is a change of lines. */
function textOf({ shapes, structures }: ModelConstraints): string {
  const lines = (record: object) =>
    Object.entries(record)
      .map(([name, value]) => `    ${JSON.stringify(name)}: ${JSON.stringify(value)},\n`)
      .join("");
  return [
    'import type { ModelConstraints } from "../../wire/constraints.ts";\n\n',
    "// Made by scripts/constraints.ts from AWS's published model.\n",
    "export const constraints: ModelConstraints = {\n",
    `  shapes: {\n${lines(shapes)}  },\n`,
    `  structures: {\n${lines(structures)}  },\n`,
    "};\n",
  ].join("");
}
