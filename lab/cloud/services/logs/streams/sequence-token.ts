/** AWS's tokens have 56 digits. It goes on giving them, and asks for none. */
export function sequenceToken(sequence: number): string {
  return `49${String(sequence).padStart(54, "0")}`;
}
