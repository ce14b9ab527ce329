import type { NormalizedSchema } from "@smithy/core/schema";
import { requiredMembers } from "./bindings.ts";

/** What a value of a schema is. A union reads as a structure does. */
export type Kind =
  | "structure"
  | "list"
  | "map"
  | "string"
  | "boolean"
  | "number"
  | "timestamp"
  | "blob"
  | "document"
  | "other";

/** A member of a structure, with the names that it travels by. */
export interface Member {
  readonly name: string;
  readonly jsonName: string;
  readonly xmlName: string;
  readonly ec2Name: string;
  readonly isRequired: boolean;
  /** It is an attribute of its structure's element in XML. */
  readonly isAttribute: boolean;
  readonly shape: Shape;
}

interface Traits {
  readonly jsonName?: string;
  readonly xmlName?: string;
  readonly ec2QueryName?: string;
  readonly xmlFlattened?: 1;
  readonly xmlAttribute?: 1;
  readonly xmlNamespace?: readonly [prefix: string | undefined, uri: string];
  readonly mediaType?: string;
  readonly sensitive?: 1;
  readonly sparse?: 1;
}

const shapes = new WeakMap<NormalizedSchema, Shape>();

/** The shape of a schema: made once, on first use. */
export function shapeOf(schema: NormalizedSchema): Shape {
  let shape = shapes.get(schema);
  if (!shape) {
    shape = new Shape(schema);
    shapes.set(schema, shape);
  }
  return shape;
}

/**
 * What a schema says, ready to be asked for each of a hundred thousand values: the SDK's own schemas make new objects at
 * every question.
 */
export class Shape {
  readonly schema: NormalizedSchema;
  readonly kind: Kind;
  /** A string that holds a document of its own, which the SDK reads. */
  readonly hasMediaType: boolean;
  /** Smithy's number for the format of a timestamp: 5 for date-times, 6 for HTTP's dates, 7 for seconds; 4 where the protocol says it. */
  readonly timestampFormat: unknown;
  /** The model calls it sensitive: it is nothing to keep or to show. */
  readonly isSensitive: boolean;
  /** The list or map may hold nothings. */
  readonly isSparse: boolean;
  /** The list or map has no element around it in XML. */
  readonly isFlat: boolean;
  /** The name of its element in XML, where the model gives it one. */
  readonly xmlName: string | undefined;
  /** The namespace of a structure's element, with its prefix. */
  readonly xmlNamespace: readonly [prefix?: string | undefined, uri?: string];
  #members: readonly Member[] | undefined;
  #hasAttributes: boolean | undefined;
  #required: readonly string[] | undefined;
  #item: Shape | undefined;
  #key: Shape | undefined;
  #named: ReadonlyMap<string, Shape> | undefined;

  constructor(schema: NormalizedSchema) {
    const { mediaType, sensitive, sparse, xmlFlattened, xmlName, xmlNamespace } = schema.getMergedTraits() as Traits;
    this.schema = schema;
    this.kind = kindOf(schema);
    this.timestampFormat = this.kind === "timestamp" ? schema.getSchema() : undefined;
    this.hasMediaType = mediaType !== undefined;
    this.isSensitive = sensitive === 1;
    this.isSparse = sparse === 1;
    this.isFlat = xmlFlattened === 1;
    this.xmlName = xmlName;
    this.xmlNamespace = xmlNamespace ?? [];
  }

  /** What the model calls it, without its namespace. */
  get name(): string {
    const name = this.schema.getName() ?? "";
    return name.slice(name.indexOf("#") + 1);
  }

  /** Of a structure. */
  get members(): readonly Member[] {
    this.#members ??= membersOf(this.schema);
    return this.#members;
  }

  /** Whether a structure has members that are attributes in XML. */
  get hasAttributes(): boolean {
    this.#hasAttributes ??= this.members.some(({ isAttribute }) => isAttribute);
    return this.#hasAttributes;
  }

  /** The names of a structure's required members. */
  get required(): readonly string[] {
    this.#required ??= this.members.filter(({ isRequired }) => isRequired).map(({ name }) => name);
    return this.#required;
  }

  /** Of a list, or the values of a map. */
  get item(): Shape {
    this.#item ??= new Shape(this.schema.getValueSchema());
    return this.#item;
  }

  /** The keys of a map. */
  get key(): Shape {
    this.#key ??= new Shape(this.schema.getKeySchema());
    return this.#key;
  }

  /** The name of a list's or map's values in XML and in forms, where the model gives them one. */
  get itemName(): string | undefined {
    return this.item.xmlName;
  }

  /** The name of a map's keys there. */
  get keyName(): string {
    return this.key.xmlName ?? "key";
  }

  /** What a member, or an item, of a value is; nothing for what the model does not know. */
  part(name: string): Shape | undefined {
    if (this.kind === "list" || this.kind === "map") return this.item;
    if (this.kind !== "structure") return undefined;
    this.#named ??= new Map(this.members.map((member) => [member.name, member.shape]));
    return this.#named.get(name);
  }
}

function membersOf(schema: NormalizedSchema): readonly Member[] {
  const required = requiredMembers(schema);
  return [...schema.structIterator()].map(([name, member]) => {
    const { jsonName = name, xmlAttribute } = member.getMergedTraits() as Traits;
    const { xmlName = name, ec2QueryName: ec2Name = upperFirst(xmlName) } = member.getMemberTraits() as Traits;
    const [isRequired, isAttribute] = [required.has(name), xmlAttribute === 1];
    return { name, jsonName, xmlName, ec2Name, isRequired, isAttribute, shape: shapeOf(member) };
  });
}

function upperFirst(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function kindOf(schema: NormalizedSchema): Kind {
  if (schema.isStructSchema()) return "structure";
  if (schema.isListSchema()) return "list";
  if (schema.isMapSchema()) return "map";
  if (schema.isStringSchema()) return "string";
  if (schema.isBooleanSchema()) return "boolean";
  if (schema.isNumericSchema()) return "number";
  if (schema.isTimestampSchema()) return "timestamp";
  if (schema.isBlobSchema()) return "blob";
  return schema.isDocumentSchema() ? "document" : "other";
}
