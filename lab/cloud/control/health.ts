import { version } from "../../package.ts";
import type { Cloud } from "../cloud.ts";
import { services } from "../services/index.ts";

/** Whether the lab is ready, and what it has. */
export function health({ endpoint, folder }: Cloud) {
  return { status: "ready", version, endpoint, state: folder, services: Object.keys(services) };
}

/** What the console needs to know of where it is. `lab console` answers the same for other clouds. */
export interface PlaceOfConsole {
  /** Whether there is a trace, and IAM that explains itself. */
  readonly isLab: boolean;
  /** What tools are to be pointed at. */
  readonly endpoint: string;
  readonly version: string;
  readonly state?: string;
  readonly iam?: string;
  readonly services: readonly string[];
  readonly region: string;
  /** The accounts that can be chosen; nothing where the credentials decide. */
  readonly accounts?: readonly string[];
}

export function place(cloud: Cloud): PlaceOfConsole {
  const { endpoint, folder, iam, region } = cloud;
  const accounts = [...new Set(["000000000000", ...cloud.identities.accounts()])];
  return { isLab: true, endpoint, version, state: folder, iam, services: Object.keys(services), region, accounts };
}
