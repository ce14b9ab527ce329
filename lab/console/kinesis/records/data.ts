/** The longest text that is shown of a record in a row, in characters: more than fits. */
const LONGEST = 120;

/** The bytes of a record as people read them: text where they are text, Base64 where they are not. */
export function dataText(bytes: Uint8Array = new Uint8Array()): { readonly text: string; readonly isBase64: boolean } {
  try {
    return { text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes), isBase64: false };
  } catch {
    return { text: btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join("")), isBase64: true };
  }
}

/** The beginning of a record's data. */
export function dataBeginning(bytes: Uint8Array = new Uint8Array()): string {
  const { text } = dataText(bytes);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

/** Reads Base64. Throws what to show beside the field where it is none. */
export function fromBase64(text: string): Uint8Array {
  try {
    return Uint8Array.from(atob(text.trim()), (character) => character.charCodeAt(0));
  } catch {
    throw new Error("This is no Base64.");
  }
}
