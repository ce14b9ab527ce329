/** Escapes text for element content and attribute values. Carriage returns and control characters travel as references. */
export function escapeXml(text: string): string {
  let escaped = "";
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    const reference = referenceOf(text.charCodeAt(at));
    if (reference === undefined) continue;
    escaped += text.slice(from, at) + reference;
    from = at + 1;
  }
  return from === 0 ? text : escaped + text.slice(from);
}

/** What stands for a character (a UTF-16 code unit) in XML; nothing for one that is written as it is. */
export function referenceOf(code: number): string | undefined {
  // Letters, digits and most signs: a listing has tens of thousands of them.
  if ((code > 0x3e && code < 0xfffe) || (code > 0x27 && code < 0x3c)) return undefined;
  switch (code) {
    case 0x26:
      return "&amp;";
    case 0x3c:
      return "&lt;";
    case 0x3e:
      return "&gt;";
    case 0x22:
      return "&quot;";
    case 0x27:
      return "&apos;";
    // A tab and a line feed, and all else that may be in XML as it is.
    case 0x09:
    case 0x0a:
      return undefined;
    default:
      return code < 0x20 || code >= 0xfffe ? `&#x${code.toString(16).toUpperCase()};` : undefined;
  }
}
