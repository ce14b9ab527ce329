import { keepRootFile } from "../auth/root-file.ts";
import { ControlError } from "./answer.ts";
import type { ControlRequest } from "./index.ts";

/** Opens all accounts to the well-known keys, or closes them. */
export function putWellKnownKeys({ cloud, body }: ControlRequest): { wellKnownKeys: "on" | "off" } {
  const { wellKnownKeys } = body as { readonly wellKnownKeys?: unknown };
  if (wellKnownKeys !== "on" && wellKnownKeys !== "off") throw new ControlError(400, "wellKnownKeys must be on or off");
  cloud.credentials.wellKnownKeys = wellKnownKeys;
  keepRootFile(cloud);
  return { wellKnownKeys };
}
