import { createHash } from "node:crypto";
import type { DocumentationPart, DocumentationPartLocation } from "@aws-sdk/client-api-gateway";
import { type Document, EXTENSION, nodeOf, readDocument } from "../../shared/document.ts";
import { badRequest, conflict, notYet } from "../../shared/errors.ts";
import { newId } from "../../shared/ids.ts";
import { checkOption } from "../../shared/options.ts";
import { openApi } from "../apis/apis.ts";
import { onlyReplaced, type Patchables, patched, replacedIn, value } from "../apis/patch.ts";
import { page, type Records, records } from "../apis/record-operations.ts";
import { stages } from "../apis/stages.ts";
import type { ApiGateway, ApiGatewayContext, ApiGatewayState } from "../state.ts";

type Version = ApiGatewayState["documentationVersions"] extends { get(...key: never): infer V }
  ? NonNullable<V>
  : never;

const parts: Records<DocumentationPart> = records(
  (state) => state.documentationParts,
  "Invalid Documentation part identifier specified",
);
const versions: Records<Version> = records(
  (state) => state.documentationVersions,
  "Invalid Documentation version identifier specified",
);

export const createDocumentationPart: ApiGateway["CreateDocumentationPart"] = (input, context) => {
  const { restApiId, location, properties } = input;
  openApi(restApiId, context);
  const at = placeOf(location);
  checkProperties(properties);
  if (parts.all(context, restApiId).some((part) => placeOf(part.location) === at))
    throw conflict("Documentation part already exists for the specified location");
  const id = newId(6);
  return parts.put(context, [restApiId, id], { id, location, properties });
};

/** A part as a document has it. */
export type DocumentedPart = Pick<DocumentationPart, "location" | "properties">;

/**
 * Makes the documentation of an API what a document says: instead of what it was, or in addition to it. A part takes the place of
 * one at the same location. Only inside `store.write`.
 * @returns the parts' ids
 */
export function writeParts(
  api: string,
  documented: readonly DocumentedPart[],
  mode: "merge" | "overwrite",
  { state, account, region }: ApiGatewayContext,
): string[] {
  const under = [account, region, api];
  const known = new Map<string, string>();
  for (const [key, { id = "", location }] of [...state.documentationParts.entries({ under })]) {
    if (mode === "overwrite") state.documentationParts.delete(...key);
    else known.set(placeOf(location), id);
  }
  return documented.map(({ location, properties }) => {
    checkProperties(properties);
    const id = known.get(placeOf(location)) ?? newId(6);
    known.set(placeOf(location), id);
    state.documentationParts.put([...under, id], { id, location, properties });
    return id;
  });
}

export const importDocumentationParts: ApiGateway["ImportDocumentationParts"] = async (input, context) => {
  const { restApiId, body, mode = "merge" } = input;
  openApi(restApiId, context);
  const documented = await readDocument(Buffer.from(body).toString("utf8")).then(partsOf, () => {
    throw badRequest("Unable to build importer with provided input.");
  });
  return { ids: context.cloud.store.write(() => writeParts(restApiId, documented, mode, context)) };
};

/** The parts of the documentation that a document has. https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-documentation.html */
export function partsOf({ root }: Document): DocumentedPart[] {
  const { documentationParts = [] } = nodeOf(root[`${EXTENSION}documentation`]);
  return [documentationParts].flat().map((part) => {
    const { location, properties } = nodeOf(part);
    const { type, path, method, statusCode, name } = nodeOf(location);
    checkOption("DocumentationPartType", String(type), TYPES);
    const said = Object.entries({ path, method, statusCode, name }).filter(([, value]) => value !== undefined);
    const at = Object.fromEntries(said.map(([member, value]) => [member, String(value)]));
    const text = typeof properties === "string" ? properties : JSON.stringify(properties ?? {});
    return { location: { ...at, type: type as "API" }, properties: text };
  });
}

const TYPES = [
  "API",
  "AUTHORIZER",
  "MODEL",
  "RESOURCE",
  "METHOD",
  "PATH_PARAMETER",
  "QUERY_PARAMETER",
  "REQUEST_HEADER",
  "REQUEST_BODY",
  "RESPONSE",
  "RESPONSE_HEADER",
  "RESPONSE_BODY",
];

function checkProperties(properties: string | undefined): void {
  if (!properties) throw badRequest("Documentation part properties must be non-empty");
}

/** A part's place as text: two parts can't be at one. */
function placeOf({
  type,
  path = "/",
  method = "*",
  statusCode = "*",
  name = "",
}: Partial<DocumentationPartLocation> = {}) {
  return createHash("sha1")
    .update(JSON.stringify([type, path, method, statusCode, name]))
    .digest("hex");
}

export const getDocumentationPart: ApiGateway["GetDocumentationPart"] = (input, context) =>
  parts.open(context, input.restApiId, input.documentationPartId);

export const getDocumentationParts: ApiGateway["GetDocumentationParts"] = (input, context) => {
  openApi(input.restApiId, context);
  const { type, nameQuery, path, locationStatus } = input;
  if (locationStatus === "UNDOCUMENTED") throw notYet("lists of what has no documentation");
  const found = parts
    .all(context, input.restApiId)
    .filter(
      ({ location }) =>
        (type === undefined || location?.type === type) &&
        (path === undefined || location?.path === path) &&
        (nameQuery === undefined || location?.name?.includes(nameQuery)),
    );
  return page(found, input);
};

const PART_PATCHES: Patchables = { properties: value };

export const updateDocumentationPart: ApiGateway["UpdateDocumentationPart"] = (input, context) => {
  const apply = (part: DocumentationPart) => {
    const changed = replacedIn(part, input.patchOperations, PART_PATCHES);
    checkProperties(changed.properties);
    return changed;
  };
  return parts.change(context, [input.restApiId, input.documentationPartId], apply);
};

export const deleteDocumentationPart: ApiGateway["DeleteDocumentationPart"] = (input, context) => {
  openApi(input.restApiId, context);
  parts.remove(context, input.restApiId, input.documentationPartId);
  return {};
};

/** A version keeps the parts as they are now; a stage may name it. */
export const createDocumentationVersion: ApiGateway["CreateDocumentationVersion"] = (input, context) => {
  const { restApiId, documentationVersion, stageName, description } = input;
  openApi(restApiId, context);
  if (documentationVersion === "") throw badRequest("Documentation version must be non-empty");
  if (versions.has(context, restApiId, documentationVersion)) throw conflict("Documentation version already exists");
  const version: Version = {
    version: documentationVersion,
    createdDate: context.cloud.clock.date(),
    description,
    parts: parts.all(context, restApiId),
  };
  context.cloud.store.write(() => {
    versions.put(context, [restApiId, documentationVersion], version);
    if (stageName) stages.change(context, [restApiId, stageName], (stage) => ({ ...stage, documentationVersion }));
  });
  return shown(version);
};

export const getDocumentationVersion: ApiGateway["GetDocumentationVersion"] = (input, context) => {
  openApi(input.restApiId, context);
  return shown(versions.open(context, input.restApiId, input.documentationVersion));
};

export const getDocumentationVersions: ApiGateway["GetDocumentationVersions"] = (input, context) => {
  openApi(input.restApiId, context);
  return page(versions.all(context, input.restApiId).map(shown), input);
};

export const updateDocumentationVersion: ApiGateway["UpdateDocumentationVersion"] = (input, context) => {
  openApi(input.restApiId, context);
  const apply = (version: Version) => patched(version, input.patchOperations, { description: onlyReplaced(value) });
  return shown(versions.change(context, [input.restApiId, input.documentationVersion], apply));
};

export const deleteDocumentationVersion: ApiGateway["DeleteDocumentationVersion"] = (input, context) => {
  openApi(input.restApiId, context);
  versions.remove(context, input.restApiId, input.documentationVersion);
  return {};
};

function shown({ parts: _, ...version }: Version) {
  return version;
}
