/** The token that confirms a subscription: as it is, or out of the link, the mail or the JSON that it is sent in. */
export function tokenIn(text: string): string {
  return /\bToken(?:=|"\s*:\s*")([0-9a-f]+)/.exec(text)?.[1] ?? text.trim();
}
