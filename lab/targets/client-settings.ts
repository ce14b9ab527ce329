import { checkThisMachine } from "./this-machine.ts";

/** A running lab, and the region that is asked for. */
export interface LabPlace {
  readonly endpoint: string;
  readonly region: string;
}

/** How an SDK client reaches a lab. */
export interface ClientSettings extends LabPlace {
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** How SDK clients reach a lab, as the root of its first account. It must be on this machine. */
export function clientSettings({ endpoint, region }: LabPlace): ClientSettings {
  checkThisMachine(endpoint);
  return { endpoint, region, credentials: { accessKeyId: "test", secretAccessKey: "test" } };
}
