import { readFile } from "node:fs/promises";
import { relative } from "node:path";
import dockerignore from "@balena/dockerignore";

/** Says of a path in a build's folder whether it is left out. */
export type Ignored = (path: string, isFolder: boolean) => boolean;

/** What the .dockerignore of a build leaves out: that of its Dockerfile (`Dockerfile.dockerignore`), or the folder's own. */
export async function readIgnored(folder: string, dockerfile: string): Promise<Ignored> {
  const text = await readFile(`${dockerfile}.dockerignore`, "utf8").catch(() =>
    readFile(`${folder}/.dockerignore`, "utf8").catch(() => ""),
  );
  const patterns = dockerignore.default().add(text);
  // Something in an ignored folder may be asked for all the same.
  const hasExceptions = /^!/m.test(text);
  return (path, isFolder) => {
    const name = relative(folder, path);
    if (name === "" || (isFolder && hasExceptions)) return false;
    return patterns.ignores(name);
  };
}
