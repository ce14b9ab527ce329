import { Composer, type CST, Lexer, Parser } from "yaml";

/** Deeper than any real document, and shallow enough for functions that call themselves. */
export const MAX_DEPTH = 200;

/** Reads YAML. The library composes nodes in functions that call themselves, and compares every key with all before it. */
export function readYaml(text: string): unknown {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) tokens.push(token);
    if (parser.stack.length > MAX_DEPTH) throw new Error(`nested more than ${MAX_DEPTH} levels deep`);
  }
  const composer = new Composer({ uniqueKeys: false });
  const [document] = composer.compose([...tokens, ...parser.end()], true, text.length);
  const [problem] = document?.errors ?? [];
  if (problem) throw problem;
  return document?.toJS({ maxAliasCount: 100 });
}
