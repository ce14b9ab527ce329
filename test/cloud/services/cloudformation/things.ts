import { AwsError } from "../../../../lab/cloud/errors.ts";
import type { ResourceProvider, Service } from "../../../../lab/cloud/service/service.ts";
import type { SuiteCloud } from "../../use-cloud.ts";

interface ThingProperties {
  /** A change of it needs a new thing. */
  readonly Name?: string;
  readonly Value?: string;
  /** What this thing does not let anybody do with it. */
  readonly Refuse?: readonly ("create" | "half-create" | "update" | "delete")[];
  /** Keeps the creation waiting until the test, or the engine, lets go. */
  readonly Hang?: boolean;
}

/** Things of a type that only tests know, `AWS::CDK::Thing`: they fail, hang and are replaced as a test wants them to. */
export class Things {
  /** Those that exist, by physical id. */
  readonly existing = new Map<string, ThingProperties>();
  /** What was done to them, in order, such as `create a`. */
  readonly log: string[] = [];
  /** Logical ids of those whose next deletion waits until the engine lets go. */
  readonly slowToGo = new Set<string>();
  #count = 0;
  readonly #hanging = new Map<string, () => void>();

  /** Makes the type known to the cloud of a suite. */
  constructor(cloud: SuiteCloud) {
    let definition: { -readonly [key in keyof Service]: Service[key] };
    let original: Service["resources"];
    before(async () => {
      definition = (await cloud.running.cloud.service("cloudformation")).definition;
      original = definition.resources;
      definition.resources = async () => ({ ...(await original?.()), "AWS::CDK::Thing": this.#provider });
    });
    after(() => {
      definition.resources = original as NonNullable<Service["resources"]>;
    });
    beforeEach(() => {
      this.log.length = 0;
      this.existing.clear();
    });
  }

  /** Lets the creation of a hanging thing go on. */
  release(logicalId: string): void {
    this.#hanging.get(logicalId)?.();
  }

  /** Whether the creation of a thing hangs. */
  hangs(logicalId: string): boolean {
    return this.#hanging.has(logicalId);
  }

  readonly #provider: ResourceProvider<ThingProperties> = {
    replacedBy: ["Name"],
    create: async (properties, { logicalId, signal, initiated }) => {
      const id = properties.Name ?? `thing-${++this.#count}`;
      this.log.push(`create ${logicalId}`);
      if (properties.Hang) await this.#hang(logicalId, signal);
      refuse(properties, "create", logicalId);
      if (this.existing.has(id)) throw new AwsError("ThingAlreadyExists", `${id} exists`, 409);
      this.existing.set(id, properties);
      initiated(id);
      refuse(properties, "half-create", logicalId);
      return { id, attributes: { Value: properties.Value ?? "", Deep: { Inside: "deep" } } };
    },
    update: async (id, properties, _previous, { logicalId }) => {
      this.log.push(`update ${logicalId} to ${properties.Value}`);
      refuse(properties, "update", logicalId);
      this.existing.set(id, properties);
      return { id, attributes: { Value: properties.Value ?? "" } };
    },
    read: async (id) => {
      const properties = this.existing.get(id);
      return (
        properties && {
          properties: { ...properties, Value: properties.Value },
          attributes: { Value: properties.Value },
        }
      );
    },
    delete: async (id, properties, { logicalId, signal }) => {
      this.log.push(`delete ${logicalId}`);
      if (this.slowToGo.delete(logicalId)) await this.#hang(logicalId, signal);
      refuse(properties, "delete", logicalId);
      this.existing.delete(id);
    },
  };

  async #hang(logicalId: string, signal: AbortSignal): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#hanging.set(logicalId, resolve);
      signal.addEventListener("abort", () => reject(signal.reason));
    }).finally(() => this.#hanging.delete(logicalId));
  }
}

function refuse(
  { Refuse = [] }: ThingProperties,
  what: NonNullable<ThingProperties["Refuse"]>[number],
  id: string,
): void {
  if (Refuse.includes(what)) throw new AwsError("ThingConflict", `${id} refuses`, 409);
}

/** Declares a thing in a template. */
export function thing(Properties: ThingProperties | Record<string, unknown> = {}, more: object = {}) {
  return { Type: "AWS::CDK::Thing", Properties, ...more };
}
