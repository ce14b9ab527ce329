import { checkGrammar, parsePolicy } from "../../../auth/policy/grammar.ts";
import { malformed } from "../errors.ts";
import { checkOwn } from "./resource-patterns.ts";

/** Checks that a permissions policy is one. */
export function checkPolicy(text: string): string {
  checkGrammar(text, checkOwn);
  return text;
}

/** Managed policies came later than the older version of the language, and do without it. */
export function checkManagedPolicy(text: string): string {
  const { Version } = parsePolicy(text);
  if (Version !== "2012-10-17") throw malformed("Policy document must be version 2012-10-17 or greater.");
  return checkPolicy(text);
}

/** Documents travel percent-encoded in answers, as RFC 3986 has it. */
export function encoded(document: string): string {
  return encodeURIComponent(document).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
