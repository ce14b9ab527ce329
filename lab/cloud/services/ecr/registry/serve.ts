import type { Clients, Cloud } from "../../../cloud.ts";
import { AwsError } from "../../../errors.ts";
import type { Exchange } from "../../../service/service.ts";
import type { EcrState } from "../state.ts";
import { registryNamed } from "./address.ts";
import { answer, RegistryError } from "./answers.ts";
import { tokenOf } from "./authorization-tokens.ts";
import { serveBlob, serveUpload, startUpload } from "./blobs.ts";
import { serveManifest, serveRepositories, serveTags } from "./manifests.ts";

/** One request to a registry, by somebody who has a token: all that it does goes through the API's own operations. */
export interface RegistryRequest {
  readonly exchange: Exchange;
  readonly cloud: Cloud;
  readonly state: EcrState;
  readonly ecr: Clients["ecr"];
  readonly registryId: string;
  readonly region: string;
}

type Route = (request: RegistryRequest, name: string, rest: string) => Promise<void>;

const NAME = "([a-z0-9][a-z0-9._/-]{0,255})";

/** https://github.com/opencontainers/distribution-spec/blob/main/spec.md#endpoints */
const ROUTES: readonly (readonly [pattern: RegExp, route: Route])[] = [
  [/^\/v2\/(_catalog)$/, serveRepositories],
  [new RegExp(`^/v2/${NAME}/manifests/([\\w.:-]{1,300})$`), serveManifest],
  [new RegExp(`^/v2/${NAME}/tags/(list)$`), serveTags],
  [new RegExp(`^/v2/${NAME}/blobs/uploads/?()$`), startUpload],
  [new RegExp(`^/v2/${NAME}/blobs/uploads/([\\w-]{1,100})$`), serveUpload],
  [new RegExp(`^/v2/${NAME}/blobs/(sha256:[0-9a-f]{64})$`), serveBlob],
];

/** The registry that Docker, crane and others push to and pull from; false for any other request. */
export async function serveRegistry(exchange: Exchange, state: EcrState, cloud: Cloud): Promise<boolean> {
  const { path } = exchange;
  if (path !== "/v2" && !path.startsWith("/v2/")) return false;
  try {
    const request = authenticated(exchange, state, cloud);
    if (path === "/v2/" || path === "/v2") answer(exchange, 200, {}, "{}");
    else await route(request, path);
  } catch (error) {
    const failure = failureOf(error);
    if (!failure) throw error;
    const headers: Record<string, string> = failure.status === 401 ? { "www-authenticate": challenge(exchange) } : {};
    const errors = [{ code: failure.code, message: failure.message }];
    answer(exchange, failure.status, headers, JSON.stringify({ errors }));
  }
  return true;
}

async function route(request: RegistryRequest, path: string): Promise<void> {
  for (const [pattern, serve] of ROUTES) {
    const [, name, rest = ""] = pattern.exec(path) ?? [];
    if (name !== undefined) return await serve(request, name, rest);
  }
  throw new RegistryError(404, "NOT_FOUND", `${path} is not there`);
}

/** Basic authentication, with the token of GetAuthorizationToken as the password of the user AWS. */
function authenticated(exchange: Exchange, state: EcrState, cloud: Cloud): RegistryRequest {
  const { authorization = "", host = "" } = exchange.headers;
  const [scheme = "", credentials = ""] = authorization.split(" ");
  const decoded = Buffer.from(credentials, "base64").toString();
  const password = decoded.slice(decoded.indexOf(":") + 1);
  const token = scheme.toLowerCase() === "basic" ? tokenOf(password, state.tokens) : undefined;
  if (!token) throw new RegistryError(401, "UNAUTHORIZED", "Not Authorized");
  if (token.expires <= cloud.clock.now())
    throw new RegistryError(403, "DENIED", "Your authorization token has expired. Reauthenticate and try again.");
  const { account, region } = registryNamed(host) ?? { account: token.caller.account, region: token.region };
  return { exchange, cloud, state, ecr: cloud.clients(token.caller, region).ecr, registryId: account, region };
}

function challenge({ headers: { host = "" } }: Exchange): string {
  return `Basic realm="http://${host.replace(/[^\w.:[\]-]/g, "")}/",service="ecr.amazonaws.com"`;
}

/** What AWS's errors are called in a registry. */
const CODES: Readonly<Record<string, readonly [status: number, code: string]>> = {
  RepositoryNotFoundException: [404, "NAME_UNKNOWN"],
  ImageNotFoundException: [404, "MANIFEST_UNKNOWN"],
  LayersNotFoundException: [404, "MANIFEST_BLOB_UNKNOWN"],
  ReferencedImagesNotFoundException: [404, "MANIFEST_BLOB_UNKNOWN"],
  ImageTagAlreadyExistsException: [400, "TAG_INVALID"],
  ImageDigestDoesNotMatchException: [400, "DIGEST_INVALID"],
  InvalidLayerException: [400, "DIGEST_INVALID"],
  EmptyUploadException: [400, "BLOB_UPLOAD_INVALID"],
  UploadNotFoundException: [404, "BLOB_UPLOAD_UNKNOWN"],
  InvalidLayerPartException: [416, "BLOB_UPLOAD_INVALID"],
  InvalidParameterException: [400, "MANIFEST_INVALID"],
  AccessDeniedException: [403, "DENIED"],
};

function failureOf(error: unknown): RegistryError | undefined {
  if (error instanceof RegistryError) return error;
  if (!(error instanceof AwsError)) return undefined;
  const [status, code] = (Object.hasOwn(CODES, error.name) && CODES[error.name]) || [error.status ?? 400, "UNKNOWN"];
  return new RegistryError(status, code, error.message);
}
