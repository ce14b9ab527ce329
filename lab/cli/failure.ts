import { LabError } from "../lab-error.ts";

/** What went wrong, in words that say what to do next. Unknown failures keep their stack: they are faults of ours. */
export function explain(error: unknown): string {
  if (error instanceof LabError) return error.message;
  const { message, stack, name, cause } = error as NodeJS.ErrnoException;
  // What fetch fails with is the cause of its error.
  const { code = (cause as NodeJS.ErrnoException | undefined)?.code, path } = error as NodeJS.ErrnoException;
  switch (code) {
    case "EADDRINUSE":
      return `Port ${(error as { port?: number }).port} is in use: another lab may be running. Stop it, or choose another port with --port.`;
    case "EADDRNOTAVAIL":
      return `${(error as { address?: string }).address} is not an address of this machine. Choose another with --host.`;
    case "ECONNREFUSED":
      return `Nothing answers${placeOf(error)}. Start a lab with \`npx lab cloud\`, or say where it is with --endpoint.`;
    case "EACCES":
    case "EPERM":
      if (path === undefined) return `No permission: ${message}. Choose a port above 1023 with --port.`;
      return `No permission for ${path}. Choose a folder of yours, or change its owner.`;
    case "EROFS":
      return `${path ?? "The folder"} is on a read-only file system. Choose a folder elsewhere.`;
    case "ENOSPC":
    case "EDQUOT":
      return `The disk is full${path === undefined ? "" : `: ${path} can't be written`}. Free some space.`;
    case "ENOTDIR":
    case "EEXIST":
      return `${path ?? message} is a file where a folder should be. Choose another folder.`;
    case "EISDIR":
      return `${path ?? message} is a folder, not a file.`;
    case "ENOENT":
      if (path !== undefined) return `There is no ${path}.`;
  }
  // What a service answers is no fault of the command's.
  if ("$metadata" in (error as object)) return `${name}: ${message}`;
  return stack ?? String(error);
}

/** Where nothing answered, as Node.js tells it of one attempt or of the several that a name stands for. */
function placeOf(error: unknown): string {
  const { cause, errors } = error as { readonly cause?: unknown; readonly errors?: readonly unknown[] };
  const { address, port } = (errors?.[0] ?? cause ?? error) as { readonly address?: string; readonly port?: number };
  return address === undefined ? " there" : ` at ${address.includes(":") ? `[${address}]` : address}:${port}`;
}
