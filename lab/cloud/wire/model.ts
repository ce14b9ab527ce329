import { NormalizedSchema } from "@smithy/core/schema";
import { type Binding, bindingsOf } from "./bindings.ts";
import type { ServiceConstraints } from "./constraints.ts";
import { Routes } from "./routes.ts";
import { Validator } from "./validate.ts";

/** The protocols that AWS services speak, by the names Smithy gives them. */
export type ProtocolName =
  | "awsJson1_0"
  | "awsJson1_1"
  | "awsQuery"
  | "ec2Query"
  | "restJson1"
  | "restXml"
  | "rpcv2Cbor"
  | "awsCbor1_1";

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
  /** Those of `inputBindings` that must be there; kept by nobody. */
  readonly requiredInputs: Binding[];
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
 * @param xmlNamespace that of answers in XML, where the model has lost it
 */
export function modelOf(sdk: object, constraints?: ServiceConstraints, xmlNamespace = ""): ServiceModel {
  const exports = Object.entries(sdk);
  const { protocol, settings } = clientSettings(exports);
  const validator = new Validator(constraints);
  const operations = new Map<string, OperationModel>();
  const errors = new Map<string, NormalizedSchema>();
  for (const [name, schema] of exports) {
    if (!name.endsWith("$") || !Array.isArray(schema)) continue;
    if (schema[0] === 9) operations.set(schema[2], new SchemaOperation(schema as OperationSchema, validator));
    if (schema[0] === -3) addError(errors, NormalizedSchema.of(schema as never));
  }
  return {
    namespace: settings.defaultNamespace,
    protocol,
    version: settings.version,
    xmlNamespace: settings.xmlNamespace ?? xmlNamespace,
    target: settings.serviceTarget ?? "",
    queryCompatible: settings.awsQueryCompatible === true,
    operations,
    routes: new Routes(operations.values()),
    errors,
  };
}

/** `[9, namespace, name, traits, input, output]`, as the SDK writes an operation's schema down. */
type OperationSchema = [9, string, string, { http?: [string, string, number] } | number, never, never];

/** No member is called this. */
const UNREAD = "?";

const isStream = ({ in: place, schema }: Binding) =>
  place === "payload" && schema.isStreaming() && schema.isBlobSchema();

/** What is read of a schema is read when it is asked for: of most operations nobody ever asks. */
class SchemaOperation implements OperationModel {
  readonly name: string;
  readonly validator: Validator;
  readonly http: OperationModel["http"];
  readonly #schema: OperationSchema;
  #input: NormalizedSchema | undefined;
  #output: NormalizedSchema | undefined;
  #inputBindings: Binding[] | undefined;
  #outputBindings: Binding[] | undefined;
  #literals: ReadonlySet<string> | undefined;
  #streams: string | undefined = UNREAD;

  constructor(schema: OperationSchema, validator: Validator) {
    const [, , name, traits] = schema;
    const http = typeof traits === "object" ? traits.http : undefined;
    this.name = name;
    this.validator = validator;
    this.http = http && { method: http[0], path: http[1], status: http[2] };
    this.#schema = schema;
  }

  get input(): NormalizedSchema {
    this.#input ??= NormalizedSchema.of(this.#schema[4]);
    return this.#input;
  }

  get output(): NormalizedSchema {
    this.#output ??= NormalizedSchema.of(this.#schema[5]);
    return this.#output;
  }

  get inputBindings(): Binding[] {
    this.#inputBindings ??= bindingsOf(this.input, "input");
    return this.#inputBindings;
  }

  get outputBindings(): Binding[] {
    this.#outputBindings ??= bindingsOf(this.output, "output");
    return this.#outputBindings;
  }

  get requiredInputs(): Binding[] {
    return bindingsOf(this.input, "input", "required");
  }

  get literals(): ReadonlySet<string> {
    this.#literals ??= new Set(new URLSearchParams(this.http?.path.split("?")[1]).keys());
    return this.#literals;
  }

  get streams(): string | undefined {
    if (this.#streams === UNREAD) this.#streams = this.inputBindings.find(isStream)?.member;
    return this.#streams;
  }
}

function addError(errors: Map<string, NormalizedSchema>, error: NormalizedSchema): void {
  errors.set(error.getName() as string, error);
  const queryCode = (error.getMergedTraits() as { awsQueryError?: [string, number] }).awsQueryError?.[0];
  if (queryCode && !errors.has(queryCode)) errors.set(queryCode, error);
}

/** The client is made once, only to be asked which protocol it would speak. It opens no connection. */
export function clientSettings(exports: [string, unknown][]) {
  const [, Client] = exports.find(
    ([name, value]) => name.endsWith("Client") && name !== "Client" && typeof value === "function",
  ) as [string, new (config: { region: string }) => Client];
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
  const client = new Client({ region: "us-east-1" });
  const { protocol, protocolSettings } = client.config;
  client.destroy();
  return { protocol: protocol.getShapeId().split("#")[1] as ProtocolName, settings: protocolSettings };
}
