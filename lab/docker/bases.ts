import { DockerWouldDo } from "./failure.ts";

/** What an image that a stage begins with stands for. */
export interface Base {
  /** The runtime that it brings, as Lambda names it; absent in images that only build. */
  readonly runtime?: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly workdir: string;
}

const TASK_ROOT = "/var/task";

/**
 * AWS's base images for Lambda, and images in which people build. None is downloaded: their tools are this machine's, and
 * what a stage adds to them is all that counts.
 */
export function baseOf(image: string): Base {
  const [, language, version] =
    /(?:^|\/)(?:lambda\/|aws-lambda-)(nodejs|python|provided)(?::([\w.]+))?/.exec(image) ?? [];
  if (language) {
    const runtime = runtimeOf(language, version);
    if (!runtime) throw new DockerWouldDo(`FROM ${image} (say which version)`);
    return { runtime, variables: { LAMBDA_TASK_ROOT: TASK_ROOT }, workdir: TASK_ROOT };
  }
  const builds = /^(?:docker\.io\/)?(?:library\/)?(?:public\.ecr\.aws\/docker\/library\/)?(node|python)(?::|$)/.test(
    image,
  );
  if (image === "scratch" || builds) return { variables: {}, workdir: "/" };
  throw new DockerWouldDo(`FROM ${image}`);
}

function runtimeOf(language: string, version = ""): string | undefined {
  const [number] = /^\d+(\.\d+)?/.exec(version) ?? [];
  if (language === "provided") return `provided.${/^al2(023)?/.exec(version)?.[0] ?? "al2023"}`;
  if (language === "nodejs") return number && `nodejs${number}.x`;
  return number?.includes(".") ? `python${number}` : undefined;
}
