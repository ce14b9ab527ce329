import type { Cloud } from "../../../cloud.ts";
import type { OpenedSource } from "../../../delivery/polling/job.ts";
import { opened } from "../../../delivery/polling/opened.ts";
import { type Reader, type Source, serviceOf, sourceOf } from "../../../delivery/source.ts";
import { resolve } from "../functions/lookup.ts";
import type { MappingRecord } from "../records.ts";
import type { LambdaState } from "../state.ts";

/** What mappings can read events from: the resources of the cloud's services. */
export class Sources {
  readonly #cloud: Cloud;
  readonly #others = new Map<string, Source>();

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
  }

  /** Adds sources that no service of the cloud has, by the service's name in ARNs. */
  set(service: string, source: Source): void {
    this.#others.set(service, source);
  }

  /** How to read what an ARN names; nothing when the lab can't. */
  async find(arn: string): Promise<Source | undefined> {
    return this.#others.get(serviceOf(arn)) ?? (await sourceOf(arn, this.#cloud));
  }

  /** Opens the source of a mapping, read as the function's role. */
  async open(mapping: MappingRecord, state: LambdaState): Promise<OpenedSource | undefined> {
    const source = await this.find(mapping.source);
    if (!source) return undefined;
    const { startingPosition, startingTimestamp } = mapping;
    const reader: Reader = {
      arn: mapping.source,
      cloud: this.#cloud,
      caller: async () => {
        const { version } = resolve(mapping.target, state);
        return (await state.sessions.session({ ...mapping.target, role: version.configuration.Role })).caller;
      },
      ...(startingPosition && { startingPosition }),
      ...(startingTimestamp !== undefined && { startingTimestamp }),
    };
    return opened(source, reader);
  }
}
