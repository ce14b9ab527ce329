import { invalid } from "../errors.ts";
import type { DeliveryStream } from "../records.ts";
import type { FirehoseContext } from "../state.ts";
import { rolesIn } from "./roles-in.ts";

/** Looks whether Firehose may assume the roles of a stream. Throws its error when it may not. */
export async function checkRoles(stream: DeliveryStream, { state }: FirehoseContext): Promise<void> {
  const roles = [...rolesIn(stream.destination), ...(stream.source ? [stream.source.role] : [])];
  for (const role of new Set(roles))
    await state.roles.caller(role, stream).catch(() => {
      throw invalid(`Firehose is unable to assume role ${role}. Please check the role provided.`);
    });
}
