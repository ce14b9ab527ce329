import type { Service } from "../../lab/cloud/service/service.ts";
import { services } from "../../lab/cloud/services/index.ts";
import { modelOf, type ServiceModel } from "../../lab/cloud/wire/model.ts";

/** A service as the fuzz sees it. */
export interface FuzzedService {
  readonly name: string;
  /** The name that requests are signed for. */
  readonly signedAs: string;
  readonly model: ServiceModel;
  /** Operations that the lab has, and all others of the model. */
  readonly handled: readonly string[];
  readonly others: readonly string[];
  readonly enums: ReadonlyMap<string, readonly string[]>;
}

/** Every service of the lab, or the one of a name. Throws when there is none. */
export async function fuzzedServices(only?: string): Promise<FuzzedService[]> {
  const chosen = Object.entries(services).filter(([name]) => only === undefined || name === only);
  if (chosen.length === 0) throw new Error(`The lab has no service ${only}: ${Object.keys(services).join(", ")}`);
  return await Promise.all(
    chosen.map(async ([name, entry]) => {
      const [sdk, { service }] = await Promise.all([entry.sdk(), entry.load()]);
      const model = modelOf(sdk);
      const has = (operation: string) => Object.hasOwn((service as unknown as Service).operations, operation);
      const all = [...model.operations.keys()];
      return {
        name,
        signedAs: "signed" in entry ? entry.signed : name,
        model,
        handled: all.filter(has),
        others: all.filter((operation) => !has(operation)),
        enums: enumsOf(sdk),
      };
    }),
  );
}

/** The SDK exports an enumeration as an object of its values. Its schemas do not name them. */
function enumsOf(sdk: object): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const [name, value] of Object.entries(sdk)) {
    if (typeof value !== "object" || value === null || Array.isArray(value)) continue;
    const values = Object.values(value);
    if (values.length > 0 && values.every((one) => typeof one === "string")) found.set(name.toLowerCase(), values);
  }
  return found;
}
