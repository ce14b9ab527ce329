import { referencesIn } from "../../../cloud/services/cloudformation/template/calls.ts";
import { readTemplateText } from "../../../cloud/services/cloudformation/template/read.ts";

/** A resource of a template. */
export interface TemplateNode {
  readonly id: string;
  readonly type: string;
}

/** Says that a resource needs another one: it refers to it, or waits for it. */
export interface TemplateEdge {
  readonly from: string;
  readonly to: string;
}

export interface TemplateGraph {
  readonly nodes: readonly TemplateNode[];
  readonly edges: readonly TemplateEdge[];
}

/**
 * The resources of a template, JSON or YAML, and what each of them needs: what it names in Ref, Fn::GetAtt, Fn::Sub or
 * DependsOn. Parameters are left out.
 */
export function templateGraph(text: string): TemplateGraph {
  const resources = Object.entries(membersOf(membersOf(readTemplateText(text)).Resources)).map(
    ([id, resource]) => [id, membersOf(resource)] as const,
  );
  const ids = new Set(resources.map(([id]) => id));
  const edges = resources.flatMap(([from, { Properties, DependsOn = [] }]) => {
    const named = [...referencesIn(Properties)].map(({ name }) => name);
    const needed = new Set([...named, ...[DependsOn].flat().map(String)]);
    return [...needed].filter((to) => to !== from && ids.has(to)).map((to) => ({ from, to }));
  });
  return { nodes: resources.map(([id, { Type }]) => ({ id, type: String(Type) })), edges };
}

function membersOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
