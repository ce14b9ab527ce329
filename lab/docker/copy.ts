import { cp, lstat, mkdir, readdir, stat } from "node:fs/promises";
import { basename, dirname, join, relative } from "node:path";
import { isLike } from "../cloud/patterns/wildcards.ts";
import { DockerWouldDo } from "./failure.ts";
import type { Ignored } from "./ignored.ts";
import { scoped } from "./scoped.ts";

/**
 * Copies files into a stage as COPY does: a folder's content rather than the folder, into a folder when the target is
 * written as one.
 *
 * @param from The folder that sources are in: the build's context, or another stage
 * @param target A path in the stage, from its root
 * @param ignored What is left out
 */
export async function copyInto(root: string, { from, sources, target, ignored = () => false }: Copying): Promise<void> {
  const paths = (await Promise.all(sources.map((source) => matching(from, source, ignored)))).flat();
  const intoFolder = target.endsWith("/") || paths.length > 1;
  const end = await within(root, target);
  for (const named of paths) {
    const path = await within(from, relative(from, named));
    const isFolder = (await stat(path)).isDirectory();
    const to = isFolder || !intoFolder ? end : join(end, basename(named));
    await mkdir(isFolder ? to : dirname(to), { recursive: true });
    const filter = async (file: string) => !ignored(file, (await lstat(file)).isDirectory());
    await cp(path, to, { recursive: true, verbatimSymlinks: true, filter });
  }
}

interface Copying {
  readonly from: string;
  readonly sources: readonly string[];
  readonly target: string;
  readonly ignored?: Ignored;
}

/** The paths that a source names, links not followed; it may have stars in its last part. */
async function matching(from: string, source: string, ignored: Ignored): Promise<string[]> {
  const path = join(from, source);
  const place = await within(from, source);
  if (!/[*?]/.test(source)) {
    const found = await stat(place).catch(() => undefined);
    if (!found || ignored(path, found.isDirectory())) throw new Error(`COPY: ${source} does not exist`);
    return [path];
  }
  const pattern = basename(path);
  if (/[*?]/.test(dirname(source))) throw new DockerWouldDo(`COPY ${source} (stars in folders)`);
  const names = (await readdir(dirname(place))).filter(
    (name) => isLike(name, pattern) && !ignored(join(dirname(path), name), false),
  );
  if (names.length === 0) throw new Error(`COPY: no file matches ${source}`);
  return names.sort().map((name) => join(dirname(path), name));
}

/** A path below a folder. Nothing leads out of it. */
async function within(folder: string, path: string): Promise<string> {
  if (relative(folder, join(folder, path)).startsWith("..")) throw new Error(`${path} leads outside its folder`);
  return await scoped(folder, path);
}
