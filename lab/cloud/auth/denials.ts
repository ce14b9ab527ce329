import type { Statement } from "./policy/document.ts";
import type { Decision } from "./policy/evaluate.ts";

/** A call that IAM does not allow, and why. */
export interface Denial {
  readonly id: string;
  /** Lab time, in milliseconds since the epoch. */
  readonly at: number;
  /** ARN of who asked; of a role's session, the role's as well. */
  readonly caller: string;
  /** The account of who asked; of nobody, that of the resource. */
  readonly account: string;
  /** AWS's unique id of who asked. */
  readonly userId: string;
  readonly role?: string | undefined;
  readonly action: string;
  readonly resource: string;
  /** Whether it was refused, or only would have been. */
  readonly enforced: boolean;
  readonly reason: string;
  /** The policies that were looked at, by what a person calls them. */
  readonly considered: readonly string[];
  /** The statement that denied it, the policy it is in, and the account whose policy that is. */
  readonly by?: { readonly policy: string; readonly statement: Statement; readonly account: string } | undefined;
  /** The smallest statement that would allow it; nothing when a statement denies it. */
  readonly suggestion?: Statement | undefined;
}

const KEPT = 200;

/** The last calls that IAM did not allow, the newest last. */
export class Denials {
  #denials: Denial[] = [];

  get all(): readonly Denial[] {
    return this.#denials;
  }

  add(denial: Denial): void {
    this.#denials.push(denial);
    if (this.#denials.length > KEPT) this.#denials.shift();
  }

  /** What an account's principals were denied. What another account's policy says is not theirs to read. */
  of(account: string): readonly Denial[] {
    return this.#denials
      .filter((denial) => denial.account === account)
      .map((denial) => (denial.by && denial.by.account !== account ? { ...denial, by: undefined } : denial));
  }

  /** Forgets what an account's principals were denied. */
  forget(account: string): void {
    this.#denials = this.#denials.filter((denial) => denial.account !== account);
  }
}

/** Why a decision was no, in AWS's words. */
export function reasonOf(decision: Decision, action: string): string {
  if (decision.allowed) return "";
  return decision.why === "explicit deny"
    ? `with an explicit deny in a ${decision.by.kind}`
    : `because no ${decision.missing} allows the ${action} action`;
}
