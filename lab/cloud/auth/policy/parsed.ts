import type { PolicyDocument } from "./document.ts";

const MOST_KEPT = 1000;

const kept = new Map<string, PolicyDocument>();

/** A document of its text, which was checked when it was stored: reading one costs more than deciding by it. */
export function documentOf(text: string): PolicyDocument {
  let document = kept.get(text);
  if (!document) {
    document = JSON.parse(text) as PolicyDocument;
    if (kept.size >= MOST_KEPT) kept.clear();
    kept.set(text, document);
  }
  return document;
}
