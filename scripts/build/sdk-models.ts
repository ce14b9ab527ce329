import { existsSync } from "node:fs";
import { join, sep } from "node:path";
import type { Plugin } from "vite";
import { clientSettings } from "../../lab/cloud/wire/model.ts";
import { packageFolder } from "../../lab/package.ts";

const SERVICES = join(packageFolder, "lab/cloud/services") + sep;
const PREFIX = "\0model of ";

/**
 * What the cloud reads of an SDK client: the schemas, the enums, and which protocol the client would speak. In the build each
 * client that a service imports is only that; the client itself, with all that it needs to send requests, stays out.
 * Commands and targets, which do send requests, import the clients as they are.
 */
export const sdkModels: Plugin = {
  name: "models of SDK clients",
  enforce: "pre",
  resolveId(id, importer) {
    if (!importer?.startsWith(SERVICES) || !/^@aws-sdk\/client-[a-z0-9-]+$/.test(id)) return undefined;
    return { id: PREFIX + id, moduleSideEffects: false };
  },
  load: (id) => (id.startsWith(PREFIX) ? modelText(id.slice(PREFIX.length)) : undefined),
};

/** A module that has what `modelOf` asks of a client's module. */
async function modelText(client: string): Promise<string> {
  const { protocol, settings } = clientSettings(Object.entries(await import(client)));
  const { defaultNamespace, version, xmlNamespace, serviceTarget, awsQueryCompatible } = settings;
  const protocolSettings = { defaultNamespace, version, xmlNamespace, serviceTarget, awsQueryCompatible };
  const files = ["schemas/schemas_0.js", "models/enums.js"]
    .map((file) => join(packageFolder, "node_modules", client, "dist-es", file))
    .filter((file) => existsSync(file));
  return `${files.map((file) => `export * from ${JSON.stringify(file)};`).join("\n")}
export class ModelClient {
  config = {
    protocol: { getShapeId: () => ${JSON.stringify(`model#${protocol}`)} },
    protocolSettings: ${JSON.stringify(protocolSettings)},
  };
  destroy() {}
}`;
}
