import { delimiter, dirname, join } from "node:path";
import { labFolder } from "../../../../package.ts";
import type { Folders, RoleSession, RunnableFunction } from "./function.ts";
import { LOG_FD } from "./process-group.ts";
import { isPython } from "./python.ts";

const RUNTIMES = join(labFolder, "cloud/services/lambda/runtimes");

/** What belongs to one execution environment rather than to its function. */
export interface Surroundings {
  readonly folders: Folders;
  /** The folder for temporary files: `/tmp` on AWS. */
  readonly tmp: string;
  readonly logStream: string;
  /** `host:port` of the Runtime API. */
  readonly runtimeApi: string;
  /** The cloud's endpoint. */
  readonly endpoint: string;
  readonly session: RoleSession;
}

/**
 * The environment variables of a function, as AWS sets them, with AWS_ENDPOINT_URL that leads its SDK to the lab. The
 * function's own variables come over these; they can't hold reserved names, which CreateFunction refuses.
 *
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
 */
export function variablesOf(fn: RunnableFunction, around: Surroundings): Record<string, string> {
  const managed = !fn.runtime.startsWith("provided");
  const { task, opt } = around.folders;
  return {
    LANG: "en_US.UTF-8",
    PATH: [dirname(process.execPath), ...systemPath(), join(opt, "bin")].join(delimiter),
    LD_LIBRARY_PATH: [task, join(task, "lib"), join(opt, "lib")].join(delimiter),
    TZ: ":UTC",
    TMPDIR: around.tmp,
    // Not there on AWS, where no configuration of a person's AWS tools is found at home either.
    HOME: around.tmp,
    LAMBDA_TASK_ROOT: task,
    LAMBDA_RUNTIME_DIR: RUNTIMES,
    AWS_REGION: fn.region,
    AWS_DEFAULT_REGION: fn.region,
    AWS_LAMBDA_FUNCTION_NAME: fn.name,
    AWS_LAMBDA_FUNCTION_VERSION: fn.version,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(fn.memory),
    AWS_LAMBDA_INITIALIZATION_TYPE: fn.isProvisioned ? "provisioned-concurrency" : "on-demand",
    AWS_LAMBDA_LOG_FORMAT: fn.logging.format,
    ...(fn.logging.format === "JSON" && { AWS_LAMBDA_LOG_LEVEL: fn.logging.applicationLevel }),
    AWS_LAMBDA_LOG_GROUP_NAME: fn.logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: around.logStream,
    AWS_LAMBDA_RUNTIME_API: around.runtimeApi,
    AWS_ACCESS_KEY_ID: around.session.accessKeyId,
    AWS_SECRET_ACCESS_KEY: around.session.secretAccessKey,
    AWS_SESSION_TOKEN: around.session.sessionToken,
    AWS_ENDPOINT_URL: around.endpoint,
    AWS_XRAY_CONTEXT_MISSING: "LOG_ERROR",
    _HANDLER: fn.handler,
    ...packagePath(fn.runtime, around.folders),
    ...(fn.runtime.startsWith("nodejs") && OFFLINE_NPM),
    ...(managed && { AWS_EXECUTION_ENV: `AWS_Lambda_${fn.runtime}`, _LAMBDA_TELEMETRY_LOG_FD: String(LOG_FD) }),
    ...fn.variables,
  };
}

/**
 * What npm is told that a function runs, as the CDK's AwsCustomResource does for the latest SDK: to go on without it at once
 * where there is no registry. By itself it tries again after ten seconds, and after sixty more.
 */
const OFFLINE_NPM = { npm_config_fetch_retries: "0" };

/** Where a runtime looks for packages of layers. */
function packagePath(runtime: string, { task, opt }: Folders): Record<string, string> {
  if (isPython(runtime)) {
    const packages = `python/lib/${runtime}/site-packages`;
    return { PYTHONPATH: [join(opt, "python"), join(opt, packages)].join(delimiter) };
  }
  const [, major] = /^nodejs(\d+)\.x$/.exec(runtime) ?? [];
  if (!major) return {};
  const folders = [`nodejs/node${major}/node_modules`, "nodejs/node_modules"].map((folder) => join(opt, folder));
  return { NODE_PATH: [...folders, task].join(delimiter) };
}

/** Where the host keeps its programs. */
function systemPath(): string[] {
  if (process.platform !== "win32") return ["/usr/local/bin", "/usr/bin", "/bin"];
  const root = process.env.SystemRoot ?? "C:\\Windows";
  return [join(root, "System32"), root];
}
