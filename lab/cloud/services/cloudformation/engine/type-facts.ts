import type { Cloud } from "../../../cloud.ts";
import { own } from "../../../own.ts";
import { type Conformed, conform } from "../schema/conform.ts";
import { schemaOf } from "../schema/resource-schema.ts";
import { isCustom, type Properties } from "../template/template.ts";
import { providerOf } from "./providers.ts";

/** Whether a change of a property needs a new resource. */
export type Recreation = "Always" | "Conditionally" | "Never";

/** What the engine has to know of a resource type: what AWS publishes of it, and what its provider adds to that. */
export interface TypeFacts {
  recreation(property: string): Recreation;
  /** Whether a change from other properties needs one for what is in them, though the properties alone do not tell. */
  replaces(properties: Properties, previous: Properties): boolean;
  /** Whether resources of the type carry the tags of their stack, so that a change of those changes them. */
  readonly takesTags: boolean;
  /** Properties with every value in its proper type, and what is wrong with them. */
  conform(properties: Properties): Conformed;
}

/** The facts of a resource type. Of one that nobody knows there are none: its properties pass as they are. */
export async function factsOf(cloud: Cloud, type: string): Promise<TypeFacts> {
  const schema = isCustom(type) ? undefined : await schemaOf(type);
  const provider = await providerOf(cloud, type).catch(() => undefined);
  const { replacedBy = [] } = provider ?? {};
  const immutable = replacedBy === "*" || (provider !== undefined && !provider.update);
  const published = { yes: "Always", maybe: "Conditionally", no: "Never" } as const;
  return {
    recreation: (property) =>
      immutable || replacedBy.includes(property)
        ? "Always"
        : published[own(schema?.properties, property)?.causesReplacement ?? "no"],
    replaces: (properties, previous) => provider?.replaces?.(properties, previous) ?? false,
    takesTags: schema?.tagInformation !== undefined && provider?.update !== undefined,
    conform: (properties) => (schema ? conform(properties, schema) : { properties, problems: [] }),
  };
}
