import { createHash } from "node:crypto";
import type { DocumentationPart, DocumentationPartLocation } from "@aws-sdk/client-api-gateway";
import { badRequest, conflict, notYet } from "../../shared/errors.ts";
import { newId } from "../../shared/ids.ts";
import { openApi } from "../apis/apis.ts";
import { onlyReplaced, type Patchables, patched, replacedIn, value } from "../apis/patch.ts";
import { page, type Records, records } from "../apis/record-operations.ts";
import { stages } from "../apis/stages.ts";
import type { ApiGateway, ApiGatewayState } from "../state.ts";

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
