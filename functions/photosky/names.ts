/** Previews lie beside the pictures, under names of their own, and are never listed as pictures. */
const PREVIEW = "preview_";

/** S3's limit on a key, in bytes; a picture's name must leave room for its preview's. */
const LONGEST = 1024 - PREVIEW.length;

/**
 * Whether a name can be a picture's. Slashes, spaces, percent signs and any script are welcome. What could climb out of a
 * folder, hide in a terminal, or pass for a preview is not.
 */
export function isName(name: unknown): name is string {
  return (
    typeof name === "string" &&
    name.length > 0 &&
    Buffer.byteLength(name) <= LONGEST &&
    // No control characters, and no half of a surrogate pair: S3 would keep another name than the one that was meant.
    !/[\p{Cc}\p{Cs}]/u.test(name) &&
    !name.split(/[/\\]/).some((part) => part === "." || part === "..") &&
    !isPreview(name)
  );
}

export function previewOf(name: string): string {
  return PREVIEW + name;
}

export function isPreview(key: string): boolean {
  return key.startsWith(PREVIEW);
}
