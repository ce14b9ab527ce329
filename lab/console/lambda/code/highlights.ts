import type { CodeViewProps } from "@cloudscape-design/code-view/code-view";
import css from "@cloudscape-design/code-view/highlight/css";
import html from "@cloudscape-design/code-view/highlight/html";
import javascript from "@cloudscape-design/code-view/highlight/javascript";
import json from "@cloudscape-design/code-view/highlight/json";
import markdown from "@cloudscape-design/code-view/highlight/markdown";
import python from "@cloudscape-design/code-view/highlight/python";
import sh from "@cloudscape-design/code-view/highlight/sh";
import typescript from "@cloudscape-design/code-view/highlight/typescript";
import xml from "@cloudscape-design/code-view/highlight/xml";
import yaml from "@cloudscape-design/code-view/highlight/yaml";

type Highlight = NonNullable<CodeViewProps["highlight"]>;

const LANGUAGES: readonly [extensions: RegExp, highlight: Highlight][] = [
  [/\.[cm]?jsx?$/, javascript],
  [/\.[cm]?tsx?$/, typescript],
  [/\.(json|map)$/, json],
  [/\.py$/, python],
  [/\.ya?ml$/, yaml],
  [/\.md$/, markdown],
  [/\.html?$/, html],
  [/\.css$/, css],
  [/\.(xml|svg)$/, xml],
  [/(\.sh|(^|\/)bootstrap)$/, sh],
];

/** What colours a file's text, by the file's name. */
export function highlightOf(path: string): Highlight | undefined {
  return LANGUAGES.find(([extensions]) => extensions.test(path))?.[1];
}
