import { accountIn } from "../../../auth/access-table.ts";
import type { Ecr, EcrContext } from "../state.ts";

interface Named {
  readonly registryId?: string;
  readonly resourceArn?: string;
}

/** Has operations act in the registry that their input names: the account's own, or another account's that let it in. */
export function inRegistry<Operations extends Partial<Ecr>>(operations: Operations): Operations {
  const entries = Object.entries(operations) as [string, (input: Named, context: EcrContext) => unknown][];
  const acting = entries.map(([name, handler]) => [
    name,
    (input: Named, context: EcrContext) =>
      handler(input, { ...context, account: registryOf(input) ?? context.account }),
  ]);
  return Object.fromEntries(acting);
}

function registryOf({ registryId, resourceArn }: Named): string | undefined {
  return registryId ?? (resourceArn && accountIn(resourceArn));
}
