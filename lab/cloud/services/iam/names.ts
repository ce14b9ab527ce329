import { validationError } from "./errors.ts";

/** IAM's limits on names. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export function checkName(member: string, name: string, longest = 64): void {
  if (!/^[\w+=,.@-]+$/.test(name)) {
    throw validationError(
      `The specified value for ${member} is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-`,
    );
  }
  if (name.length > longest) {
    throw validationError(
      `1 validation error detected: Value '${name}' at '${member}' failed to satisfy constraint: Member must have length less than or equal to ${longest}`,
    );
  }
}

export function checkPath(path = "/"): string {
  if (!/^\/([\x21-\x7e]+\/)?$/.test(path) || path.length > 512) {
    throw validationError(
      "The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.",
    );
  }
  return path;
}

/** One page of a list: IAM's markers, a hundred at a time unless told. */
export function paged<T extends { readonly name: string }>(
  items: Iterable<T>,
  { Marker, MaxItems = 100 }: { Marker?: string | undefined; MaxItems?: number | undefined },
) {
  const after = Marker === undefined ? "" : Buffer.from(Marker, "base64").toString();
  const rest = [...items].filter(({ name }) => name > after);
  const page = rest.slice(0, MaxItems);
  const last = page.at(-1);
  const more = last !== undefined && page.length < rest.length;
  return {
    page,
    marker: { IsTruncated: more, ...(more ? { Marker: Buffer.from(last.name).toString("base64") } : {}) },
  };
}
