import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import type { PasswordPolicy } from "@aws-sdk/client-iam";
import { AwsError } from "../../../errors.ts";

const derive = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt);
const COST: ScryptOptions = { N: 16_384, r: 8, p: 1 };
const LENGTH = 32;
const LONGEST = 128;

/** What is kept of a password: nobody learns it from there. */
export async function hashOf(password: string): Promise<string> {
  const salt = randomBytes(16);
  const hash = await derive(password, salt, LENGTH, COST);
  return `${salt.toString("base64")}:${hash.toString("base64")}`;
}

export async function isPassword(password: string, kept: string): Promise<boolean> {
  const [salt = "", hash = ""] = kept.split(":").map((part) => Buffer.from(part, "base64"));
  return timingSafeEqual(await derive(password, salt as Buffer, LENGTH, COST), hash as Buffer);
}

const UPPER = /[A-Z]/;
const LOWER = /[a-z]/;
const DIGIT = /[0-9]/;
const SYMBOL = /[!@#$%^&*()_+\-=[\]{}|']/;

/**
 * Checks a password by the account's policy; an account without one has AWS's.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html
 */
export function checkPassword(password: string, policy: PasswordPolicy | undefined): void {
  if (password.length > LONGEST) throw violation(`Password should have a maximum length of ${LONGEST}`);
  if (!policy) {
    const kinds = [UPPER, LOWER, DIGIT, SYMBOL].filter((kind) => kind.test(password));
    if (password.length < 8 || kinds.length < 3)
      throw violation("Password does not conform to the account password policy.");
    return;
  }
  const { MinimumPasswordLength = 6 } = policy;
  if (password.length < MinimumPasswordLength)
    throw violation(`Password should have a minimum length of ${MinimumPasswordLength}`);
  const wanted = [
    [policy.RequireUppercaseCharacters, UPPER, "uppercase letter"],
    [policy.RequireLowercaseCharacters, LOWER, "lowercase letter"],
    [policy.RequireNumbers, DIGIT, "number"],
    [policy.RequireSymbols, SYMBOL, "symbol"],
  ] as const;
  for (const [isRequired, kind, name] of wanted) {
    if (isRequired && !kind.test(password)) throw violation(`Password should have at least one ${name}`);
  }
}

export function violation(message: string): AwsError {
  return new AwsError("PasswordPolicyViolation", message);
}
