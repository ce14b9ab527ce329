import type { Denial } from "../auth/denials.ts";
import { ControlError } from "./answer.ts";
import type { ControlRequest } from "./index.ts";

/** The last calls that IAM did not allow, and whether it is asked. */
export function listDenials(request: ControlRequest): { iam: string; denials: readonly Denial[] } {
  return { iam: request.cloud.accounts.modeOf(request.asker.caller.account), denials: seen(request) };
}

/** A denial, with the message that DecodeAuthorizationMessage reads. */
export function denialNamed(request: ControlRequest): Denial & { encodedMessage: string } {
  const denial = seen(request).find(({ id }) => id === request.name);
  if (!denial) throw new ControlError(404, "There is no such denial; the lab keeps the latest ones");
  return { ...denial, encodedMessage: request.cloud.messages.seal(denial) };
}

/** What roles were allowed to do, since the lab was started. */
export function listActivity({ cloud: { activity }, asker }: ControlRequest): { roles: Record<string, object> } {
  const roles = activity.roles(asker.isTeacher ? undefined : asker.caller.account);
  return { roles: Object.fromEntries(roles.map((role) => [role, activity.of(role)])) };
}

function seen({ cloud: { denials }, asker }: ControlRequest): readonly Denial[] {
  return asker.isTeacher ? denials.all : denials.of(asker.caller.account);
}
