import { listOf } from "../../../auth/policy/document.ts";
import { parsePolicy } from "../../../auth/policy/grammar.ts";
import { invalidPolicy } from "../errors.ts";

/** Checks that a text is a policy that says for whom it is: it need not name the repository. */
export function checkRepositoryPolicy(text: string): void {
  const statements = statementsOf(text);
  if (
    !statements.every((one) => ("Principal" in one || "NotPrincipal" in one) && ("Action" in one || "NotAction" in one))
  )
    throw invalidPolicy();
}

function statementsOf(text: string) {
  try {
    return listOf(parsePolicy(text).Statement);
  } catch {
    throw invalidPolicy();
  }
}
