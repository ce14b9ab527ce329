import type { SigningCredentials } from "../cloud/auth/key-pair.ts";
import { checkThisMachine } from "./this-machine.ts";

/** A running lab, and the region that is asked for. */
export interface LabPlace {
  readonly endpoint: string;
  readonly region: string;
}

/** How an SDK client reaches a lab. */
export interface ClientSettings extends LabPlace {
  readonly credentials: SigningCredentials;
}

/** What opens the first account of a lab whose well-known keys are on. */
const WELL_KNOWN: SigningCredentials = { accessKeyId: "test", secretAccessKey: "test" };

/** How SDK clients reach a lab, by default as the root of its first account. It must be on this machine. */
export function clientSettings({ endpoint, region }: LabPlace, credentials = WELL_KNOWN): ClientSettings {
  checkThisMachine(endpoint);
  return { endpoint, region, credentials };
}
