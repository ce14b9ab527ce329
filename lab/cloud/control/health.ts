import { version } from "../../package.ts";
import type { Cloud } from "../cloud.ts";
import { services } from "../services/index.ts";
import type { PlaceOfConsole } from "./place.ts";

/** Whether the lab is ready, and what it has. */
export function health({ endpoint, folder }: Cloud) {
  return { status: "ready", version, endpoint, state: folder, services: Object.keys(services) };
}

/** Where the console is that the lab serves. */
export function place(cloud: Cloud): PlaceOfConsole {
  const { endpoint, folder, iam, region } = cloud;
  const accounts = [...new Set(["000000000000", ...cloud.identities.accounts()])];
  return { isLab: true, endpoint, version, state: folder, iam, services: Object.keys(services), region, accounts };
}
