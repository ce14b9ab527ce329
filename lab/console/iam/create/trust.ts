/** A trust policy that lets a principal assume the role, as text to go on from. */
export function trustOf(principal: Readonly<Record<string, string>>): string {
  const Statement = [{ Effect: "Allow", Principal: principal, Action: "sts:AssumeRole" }];
  return JSON.stringify({ Version: "2012-10-17", Statement }, null, 2);
}
