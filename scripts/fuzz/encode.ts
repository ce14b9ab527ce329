import type { NormalizedSchema } from "@smithy/core/schema";
import { ec2Names, queryNames } from "../../lab/cloud/wire/form.ts";
import type { OperationModel, ServiceModel } from "../../lab/cloud/wire/model.ts";
import { type Shape, shapeOf } from "../../lab/cloud/wire/shape.ts";
import { RawJson } from "./hostile.ts";

/** A request before it is signed. */
export interface PlainRequest {
  readonly method: string;
  /** Percent-encoded, with the query. */
  readonly target: string;
  readonly headers: Record<string, string>;
  readonly body: Buffer;
}

type Input = Readonly<Record<string, unknown>>;

/** Writes an input as the service's protocol has it. It checks nothing: wrong types go out as they are. */
export function encode(model: ServiceModel, operation: OperationModel, input: Input): PlainRequest {
  switch (model.protocol) {
    case "awsJson1_0":
    case "awsJson1_1":
      return {
        method: "POST",
        target: "/",
        headers: {
          "content-type": `application/x-amz-json-${model.protocol.slice(-3).replace("_", ".")}`,
          "x-amz-target": `${model.target}.${operation.name}`,
        },
        body: Buffer.from(json(input)),
      };
    case "awsQuery":
    case "ec2Query":
      return form(model, operation, input);
    default:
      return rest(model, operation, input);
  }
}

function form(model: ServiceModel, operation: OperationModel, input: Input): PlainRequest {
  const names = model.protocol === "ec2Query" ? ec2Names : queryNames;
  const parameters: [string, string][] = [
    ["Action", operation.name],
    ["Version", model.version],
  ];
  const add = (shape: Shape | undefined, name: string, value: unknown): void => {
    if (value instanceof Uint8Array || value instanceof Date || typeof value !== "object" || value === null) {
      if (value !== undefined) parameters.push([name, scalar(value)]);
    } else if (Array.isArray(value)) {
      const list = shape?.kind === "list" ? shape : undefined;
      const prefix = list && names.flat(list) ? name : `${name}.${list?.itemName ?? "member"}`;
      for (const [index, item] of value.entries()) add(list?.item, `${prefix}.${index + 1}`, item);
    } else if (shape?.kind === "map") {
      for (const [index, [key, item]] of Object.entries(value).entries()) {
        parameters.push([`${name}.entry.${index + 1}.${shape.keyName}`, key]);
        add(shape.item, `${name}.entry.${index + 1}.${shape.itemName ?? "value"}`, item);
      }
    } else {
      const members = new Map(shape?.kind === "structure" ? shape.members.map((one) => [one.name, one] as const) : []);
      for (const [inputName, item] of Object.entries(value)) {
        const member = members.get(inputName);
        const own = member ? names.member(member) : inputName;
        add(member?.shape, name ? `${name}.${own}` : own, item);
      }
    }
  };
  add(shapeOf(operation.input), "", input);
  const body = parameters.map(([name, value]) => `${percent(name)}=${percent(value)}`).join("&");
  const headers = { "content-type": "application/x-www-form-urlencoded; charset=utf-8" };
  return { method: "POST", target: "/", headers, body: Buffer.from(body) };
}

function rest(model: ServiceModel, operation: OperationModel, input: Input): PlainRequest {
  const { method = "POST", path = "/" } = operation.http ?? {};
  const [pattern = "/", literals = ""] = path.split("?");
  const query = literals.split("&").filter((part) => part !== "" && !part.startsWith("x-id="));
  const headers: Record<string, string> = {};
  const rest: Record<string, unknown> = { ...input };
  let target = model.protocol === "restXml" && input.Bucket !== undefined ? `/{Bucket}${pattern}` : pattern;
  let payload: unknown;
  let payloadSchema: NormalizedSchema | undefined;
  for (const { in: place, member, name, schema } of operation.inputBindings) {
    const value = input[member];
    if (place !== "body") delete rest[member];
    if (place === "label") target = fill(target, member, value);
    if (value === undefined) continue;
    if (place === "query") for (const one of [value].flat()) query.push(`${percent(name)}=${percent(scalar(one))}`);
    else if (place === "queries")
      query.push(...Object.entries(value ?? {}).map(([key, one]) => `${percent(key)}=${percent(scalar(one))}`));
    else if (place === "header" && name !== "content-length")
      headers[name] = headerText(value instanceof Date ? httpDate(value) : scalar(value));
    else if (place === "headers")
      for (const [key, one] of Object.entries(value ?? {})) headers[name + token(key)] = headerText(scalar(one));
    else if (place === "payload") [payload, payloadSchema] = [value, schema];
  }
  target = target.replace("{Bucket}", percent(scalar(input.Bucket ?? "")));
  const body = bodyOf(model, operation, payloadSchema, payload, rest);
  if (body.length > 0)
    headers["content-type"] ??= model.protocol === "restXml" ? "application/xml" : "application/json";
  return { method, target: query.length > 0 ? `${target}?${query.join("&")}` : target, headers, body };
}

function bodyOf(
  { protocol, xmlNamespace }: ServiceModel,
  operation: OperationModel,
  schema: NormalizedSchema | undefined,
  payload: unknown,
  rest: Input,
): Buffer {
  if (schema) {
    if (payload instanceof Uint8Array) return Buffer.from(payload);
    if (typeof payload === "string") return Buffer.from(payload);
    if (protocol !== "restXml") return Buffer.from(json(named(schema, payload)));
    const name = (schema.getMergedTraits() as { xmlName?: string }).xmlName ?? String(schema.getName());
    return Buffer.from(xml(name, schema, payload, ` xmlns="${xmlNamespace}"`));
  }
  if (Object.keys(rest).length === 0) return Buffer.alloc(0);
  return Buffer.from(
    protocol === "restXml" ? xml(`${operation.name}Request`, undefined, rest) : json(named(operation.input, rest)),
  );
}

/** The members of a value by the names that they have in JSON, where the schema knows them. */
function named(schema: NormalizedSchema | undefined, value: unknown): unknown {
  if (typeof value !== "object" || value === null || value instanceof Uint8Array || value instanceof Date) return value;
  if (value instanceof RawJson) return value;
  if (Array.isArray(value)) {
    const item = schema?.isListSchema() ? schema.getValueSchema() : undefined;
    return value.map((one) => named(item, one));
  }
  if (!schema?.isStructSchema()) return value;
  const members = new Map([...schema.structIterator()]);
  const written: Record<string, unknown> = Object.create(null);
  for (const [member, item] of Object.entries(value)) {
    const memberSchema = members.get(member);
    const { jsonName = member } = (memberSchema?.getMemberTraits() ?? {}) as { jsonName?: string };
    written[jsonName] = named(memberSchema, item);
  }
  return written;
}

function fill(target: string, member: string, value: unknown): string {
  const text = scalar(value ?? "");
  return target
    .replace(`{${member}}`, () => percent(text))
    .replace(`{${member}+}`, () => text.split("/").map(percent).join("/"));
}

function xml(name: string, schema: NormalizedSchema | undefined, value: unknown, attributes = ""): string {
  if (value instanceof Uint8Array || value instanceof Date || typeof value !== "object" || value === null)
    return `<${name}${attributes}>${escaped(scalar(value ?? ""))}</${name}>`;
  const traits = (schema?.getMergedTraits() ?? {}) as { xmlFlattened?: 1 };
  if (Array.isArray(value)) {
    const item = schema?.isListSchema() ? schema.getValueSchema() : undefined;
    const itemName = traits.xmlFlattened
      ? name
      : ((item?.getMergedTraits() as { xmlName?: string })?.xmlName ?? "member");
    const items = value.map((one) => xml(itemName, item, one)).join("");
    return traits.xmlFlattened ? items : `<${name}>${items}</${name}>`;
  }
  const members = schema?.isStructSchema() ? new Map([...schema.structIterator()]) : undefined;
  const inner = Object.entries(value).map(([member, one]) => {
    const memberSchema = members?.get(member);
    return xml((memberSchema?.getMemberTraits() as { xmlName?: string })?.xmlName ?? token(member), memberSchema, one);
  });
  return `<${name}${attributes}>${inner.join("")}</${name}>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** JSON with bytes in base64, dates as seconds, and what is raw as it is. */
export function json(value: unknown): string {
  if (value instanceof RawJson) return value.text;
  if (value instanceof Uint8Array) return JSON.stringify(Buffer.from(value).toString("base64"));
  if (value instanceof Date) return String(value.getTime() / 1000);
  if (Array.isArray(value)) return `[${value.map(json).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const members = Object.entries(value).filter(([, item]) => item !== undefined);
  return `{${members.map(([name, item]) => `${JSON.stringify(name)}:${json(item)}`).join(",")}}`;
}

function scalar(value: unknown): string {
  if (value instanceof RawJson) return value.text;
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "never" : value.toISOString();
  return typeof value === "object" && value !== null ? json(value) : String(value);
}

function httpDate(value: Date): string {
  return Number.isNaN(value.getTime()) ? "never" : value.toUTCString();
}

/** Percent-encodes UTF-8; half a surrogate pair becomes a replacement character. */
export function percent(text: string): string {
  return encodeURIComponent(Buffer.from(text, "utf8").toString("utf8")).replace(
    /[!'()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** What a header can carry of a text: its UTF-8 bytes without the control characters. */
function headerText(text: string): string {
  const bytes = Buffer.from(text.slice(0, 8_000), "utf8").toString("latin1");
  return Array.from(bytes, (c) => (c < " " || c === "\u007f" ? "" : c))
    .join("")
    .trim();
}

function token(text: string): string {
  return text.replace(/[^\w.-]/g, "").slice(0, 200) || "x";
}
