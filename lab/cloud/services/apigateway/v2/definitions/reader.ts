import type { Cors } from "@aws-sdk/client-apigatewayv2";
import { own } from "../../../../own.ts";
import { type Document, EXTENSION, type Node, nodeOf, operationsOf, resolved } from "../../shared/document.ts";
import { badRequest } from "../../shared/errors.ts";

/** What a document says of an HTTP API. What refers to an integration or an authorizer names it. */
export interface HttpDefinition {
  readonly name: string;
  readonly description: string | undefined;
  readonly version: string | undefined;
  readonly cors: Cors | undefined;
  readonly integrations: ReadonlyMap<string, Node>;
  readonly authorizers: ReadonlyMap<string, Node>;
  readonly routes: readonly {
    readonly key: string;
    readonly operationName: string | undefined;
    readonly integration: string | undefined;
    readonly authorization: {
      readonly type: "NONE" | "AWS_IAM" | "JWT" | "CUSTOM";
      readonly authorizer?: string;
      readonly scopes?: string[];
    };
  }[];
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-open-api.html */
export function readHttpDefinition({ root, isSwagger, ...document }: Document, basePath = ""): HttpDefinition {
  if (isSwagger) throw badRequest("HTTP APIs are imported from OpenAPI 3.0");
  const info = nodeOf(root.info);
  const integrations = new Map<string, Node>();
  const schemes = nodeOf(nodeOf(root.components).securitySchemes);
  const authorizers = new Map(
    Object.entries(schemes).flatMap(([name, scheme]) => {
      const node = nodeOf(scheme)[`${EXTENSION}authorizer`];
      return node === undefined ? [] : [[name, nodeOf(node)] as const];
    }),
  );
  const routes = operationsOf({ ...document, root, isSwagger }).map(({ path, httpMethod, node }) => {
    const integration = node[`${EXTENSION}integration`];
    const name = integration && nodeOf(integration).$ref ? String(nodeOf(integration).$ref) : `${httpMethod} ${path}`;
    if (integration) integrations.set(name, resolved(integration, root));
    return {
      key: path === "/$default" ? "$default" : `${httpMethod} ${basePath}${path}`,
      operationName: node.operationId === undefined ? undefined : String(node.operationId),
      integration: integration ? name : undefined,
      authorization: authorizationOf(node.security ?? root.security, schemes),
    };
  });
  const text = (value: unknown) => (value === undefined ? undefined : String(value));
  return {
    name: String(info.title ?? "unnamed"),
    description: text(info.description),
    version: text(info.version),
    cors: corsOf(root[`${EXTENSION}cors`]),
    integrations,
    authorizers,
    routes,
  };
}

function authorizationOf(requirements: unknown, schemes: Node): HttpDefinition["routes"][number]["authorization"] {
  for (const [name, scopes] of [requirements ?? []].flat().flatMap((one) => Object.entries(nodeOf(one)))) {
    const scheme = nodeOf(own(schemes, name));
    const authorizer = nodeOf(scheme[`${EXTENSION}authorizer`]);
    if (/^awsSigv4$/i.test(String(scheme[`${EXTENSION}authtype`]))) return { type: "AWS_IAM" };
    if (authorizer.type === "jwt") return { type: "JWT", authorizer: name, scopes: [scopes ?? []].flat().map(String) };
    if (authorizer.type === "request") return { type: "CUSTOM", authorizer: name };
  }
  return { type: "NONE" };
}

/** `{ allowOrigins: […], maxAge: 5 }` */
function corsOf(value: unknown): Cors | undefined {
  if (value === undefined) return undefined;
  const { allowCredentials, maxAge, ...lists } = nodeOf(value);
  return {
    ...(allowCredentials !== undefined && { AllowCredentials: String(allowCredentials) === "true" }),
    ...(maxAge !== undefined && { MaxAge: Number(maxAge) }),
    ...Object.fromEntries(
      ["allowHeaders", "allowMethods", "allowOrigins", "exposeHeaders"]
        .filter((name) => lists[name] !== undefined)
        .map((name) => [capital(name), [lists[name]].flat().map(String)]),
    ),
  };
}

/** The API's own name of a member that documents write with a small letter. */
export function capital(name: string): string {
  return `${name[0]?.toUpperCase() ?? ""}${name.slice(1)}`;
}
