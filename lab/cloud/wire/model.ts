import { NormalizedSchema } from "@smithy/core/schema";
import { type Binding, bindingsOf } from "./bindings.ts";
import type { ServiceConstraints } from "./constraints.ts";
import { type Routes, routesOf } from "./routes.ts";
import { Validator } from "./validate.ts";

/** The protocols that AWS services speak, by the names Smithy gives them. */
export type ProtocolName =
  | "awsJson1_0"
  | "awsJson1_1"
  | "awsQuery"
  | "ec2Query"
  | "restJson1"
  | "restXml"
  | "rpcv2Cbor";

/** One operation of a service, read from the SDK's schema. */
export interface OperationModel {
  readonly name: string;
  readonly input: NormalizedSchema;
  /** Compares inputs with the model. */
  readonly validator: Validator;
  readonly output: NormalizedSchema;
  /** Method, path and success status, for the REST protocols. */
  readonly http: { readonly method: string; readonly path: string; readonly status: number } | undefined;
  /** Where the members of input and output travel, for the REST protocols. */
  readonly inputBindings: Binding[];
  readonly outputBindings: Binding[];
  /** Names of query parameters that the model's path fixes, such as `list-type`. */
  readonly literals: ReadonlySet<string>;
  /** The input member that is a stream of bytes, if any: its body is not collected before the handler runs. */
  readonly streams: string | undefined;
}

/** A service's model, read from an SDK client module. */
export interface ServiceModel {
  /** Smithy namespace, such as `com.amazonaws.s3`. */
  readonly namespace: string;
  readonly protocol: ProtocolName;
  readonly version: string;
  readonly xmlNamespace: string;
  /** The part of X-Amz-Target before the dot, for the JSON protocols. */
  readonly target: string;
  /** JSON answers carry the query protocol's error code in a header. */
  readonly queryCompatible: boolean;
  readonly operations: ReadonlyMap<string, OperationModel>;
  readonly routes: Routes;
  /** Modelled errors by shape name and by query error code. */
  readonly errors: ReadonlyMap<string, NormalizedSchema>;
}

interface Client {
  config: {
    protocol: { getShapeId(): string };
    protocolSettings: {
      defaultNamespace: string;
      version: string;
      xmlNamespace?: string;
      serviceTarget?: string;
      awsQueryCompatible?: boolean;
    };
  };
  destroy(): void;
}

/**
 * Reads the model out of an SDK client module: its operation and error schemas, and the settings of its protocol.
 *
 * @param constraints what the schemas leave out
 */
export function modelOf(sdk: object, constraints?: ServiceConstraints): ServiceModel {
  const exports = Object.entries(sdk);
  const { protocol, settings } = clientSettings(exports);
  const validator = new Validator(constraints);
  const operations = new Map<string, OperationModel>();
  const errors = new Map<string, NormalizedSchema>();
  for (const [name, schema] of exports) {
    if (!name.endsWith("$") || !Array.isArray(schema)) continue;
    if (schema[0] === 9) operations.set(schema[2], operationOf(schema as OperationSchema, validator));
    if (schema[0] === -3) addError(errors, NormalizedSchema.of(schema as never));
  }
  return {
    namespace: settings.defaultNamespace,
    protocol,
    version: settings.version,
    xmlNamespace: settings.xmlNamespace ?? "",
    target: settings.serviceTarget ?? "",
    queryCompatible: settings.awsQueryCompatible === true,
    operations,
    routes: routesOf(operations.values()),
    errors,
  };
}

/** `[9, namespace, name, traits, input, output]`, as the SDK writes an operation's schema down. */
type OperationSchema = [9, string, string, { http?: [string, string, number] } | number, never, never];

function operationOf([, , name, traits, inputRef, outputRef]: OperationSchema, validator: Validator): OperationModel {
  const input = NormalizedSchema.of(inputRef);
  const output = NormalizedSchema.of(outputRef);
  const http = typeof traits === "object" ? traits.http : undefined;
  const inputBindings = bindingsOf(input, "input");
  return {
    name,
    input,
    validator,
    output,
    http: http && { method: http[0], path: http[1], status: http[2] },
    inputBindings,
    outputBindings: bindingsOf(output, "output"),
    literals: new Set(new URLSearchParams(http?.[1].split("?")[1]).keys()),
    streams: inputBindings.find((b) => b.in === "payload" && b.schema.isStreaming() && b.schema.isBlobSchema())?.member,
  };
}

function addError(errors: Map<string, NormalizedSchema>, error: NormalizedSchema): void {
  errors.set(error.getName() as string, error);
  const queryCode = (error.getMergedTraits() as { awsQueryError?: [string, number] }).awsQueryError?.[0];
  if (queryCode && !errors.has(queryCode)) errors.set(queryCode, error);
}

/** The client is made once, only to be asked which protocol it would speak. It opens no connection. */
function clientSettings(exports: [string, unknown][]) {
  const [, Client] = exports.find(
    ([name, value]) => name.endsWith("Client") && name !== "Client" && typeof value === "function",
  ) as [string, new (config: { region: string }) => Client];
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
  const client = new Client({ region: "us-east-1" });
  const { protocol, protocolSettings } = client.config;
  client.destroy();
  return { protocol: protocol.getShapeId().split("#")[1] as ProtocolName, settings: protocolSettings };
}
