import { IAMClient } from "@aws-sdk/client-iam";
import { useClient } from "../cloud/clients.ts";
import { useChange } from "../cloud/queries.ts";
import { ConfirmedButton } from "../parts/confirmed-button.tsx";
import { useOpen } from "../shell/addresses.ts";
import type { Principal, PrincipalKind } from "./principals.ts";
import { removePrincipal } from "./removal.ts";

interface Props {
  readonly kind: PrincipalKind;
  readonly name: string;
  readonly principal: Principal;
}

/** Deletes a user, a group or a role, once it is confirmed what goes with it. */
export function DeletePrincipal({ kind, name, principal }: Props) {
  const client = useClient(IAMClient);
  const open = useOpen();
  const remove = useChange(() => removePrincipal(kind, name, client), {
    done: () => `Deleted the ${kind} ${name}`,
    stale: ["iam", `${kind}s`],
  });
  const losses = lossesOf(kind, principal);
  return (
    <ConfirmedButton
      label={`Delete ${kind}`}
      onConfirm={async () => {
        await remove.mutateAsync(undefined);
        open(`/iam/${kind}s`);
      }}
    >
      The {kind} {name} will be gone. {WARNINGS[kind]}
      {losses.length > 0 && (
        <>
          {" "}
          Before it is deleted:
          <ul>
            {losses.map((loss) => (
              <li key={loss}>{loss}</li>
            ))}
          </ul>
        </>
      )}
    </ConfirmedButton>
  );
}

const WARNINGS: Readonly<Record<PrincipalKind, string>> = {
  user: "Whoever signs in with its keys will be refused.",
  group: "Its users stay, without the group's permissions.",
  role: "Functions and services that use it will be refused.",
};

/** What IAM has to take from a principal first, in its order. */
function lossesOf(
  kind: PrincipalKind,
  { keys = [], groups = [], members = [], inline, attached }: Principal,
): string[] {
  return [
    ...(members.length > 0 ? [`it loses its members ${members.join(", ")}`] : []),
    ...(keys.length > 0 ? [`its access keys are deleted: ${keys.map(({ id }) => id).join(", ")}`] : []),
    ...(kind === "user" ? ["its password, certificates, SSH keys and MFA devices are deleted, if it has any"] : []),
    ...(kind === "role" ? ["it is taken out of its instance profiles, if it is in any"] : []),
    ...(inline.length > 0 ? [`its inline policies are deleted: ${inline.map(({ name }) => name).join(", ")}`] : []),
    ...(attached.length > 0 ? [`its managed policies are detached: ${attached.map(policyName).join(", ")}`] : []),
    ...(groups.length > 0 ? [`it leaves its groups ${groups.join(", ")}`] : []),
  ];
}

function policyName(arn: string): string {
  return arn.split("/").at(-1) ?? arn;
}
