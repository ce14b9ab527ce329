import { type FileHandle, lstat, mkdir, open, realpath, rm, symlink } from "node:fs/promises";
import { basename, dirname, join, sep } from "node:path";

/**
 * A folder into which archives are unpacked one over another, as layers are. Nothing is written outside of it, whatever links
 * an earlier archive brought: one that stays inside is followed, since layers do rely on that (`lib64 -> lib`), one that leads
 * out gives way to what comes in its place. So does a file where a folder has to be, and the other way round.
 */
export class UnpackFolder {
  readonly #root: string;
  /** Where folders of the archive really are: those that were made, or looked at. */
  readonly #known = new Map<string, string>();

  private constructor(root: string) {
    this.#root = root;
  }

  /** Makes the folder when it is not there. One for each archive: it takes what it saw for granted. */
  static async open(path: string): Promise<UnpackFolder> {
    await mkdir(path, { recursive: true });
    return new UnpackFolder(await realpath(path));
  }

  /** Makes a folder, and those that it is in. Returns where it really is. `path` is relative, without `..`. */
  async folder(path: string): Promise<string> {
    if (path === "." || path === "") return this.#root;
    const known = this.#known.get(path);
    if (known !== undefined) return known;
    const made = await this.#make(join(await this.folder(dirname(path)), basename(path)));
    this.#known.set(path, made);
    return made;
  }

  /** Makes a file in place of what is there, and opens it to be written. */
  async file(path: string, mode: number): Promise<FileHandle> {
    const place = join(await this.folder(dirname(path)), basename(path));
    // `wx` follows no link.
    return await open(place, "wx", mode).catch(async (error) => {
      if (error.code !== "EEXIST") throw error;
      await rm(place, { recursive: true, force: true });
      return await open(place, "wx", mode);
    });
  }

  /** Makes a symbolic link in place of what is there. */
  async link(path: string, target: string): Promise<void> {
    const place = join(await this.folder(dirname(path)), basename(path));
    await rm(place, { recursive: true, force: true });
    await symlink(target, place);
  }

  async #make(place: string): Promise<string> {
    const isMade = await mkdir(place).then(
      () => true,
      (error) => {
        if (error.code === "EEXIST") return false;
        throw error;
      },
    );
    const there = isMade || (await lstat(place)).isDirectory() ? place : await this.#linked(place);
    if (there !== undefined) return there;
    await rm(place, { force: true });
    await mkdir(place);
    return place;
  }

  /** The folder of this one to which a link leads. */
  async #linked(place: string): Promise<string | undefined> {
    const real = await realpath(place).catch(() => undefined);
    if (real === undefined || !(real === this.#root || real.startsWith(this.#root + sep))) return undefined;
    return (await lstat(real)).isDirectory() ? real : undefined;
  }
}
