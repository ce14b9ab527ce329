/** The words of a field, such as origins or headers, with commas or spaces between them. */
export function wordsOf(text: string): string[] {
  return text.split(/[\s,]+/).filter(Boolean);
}
