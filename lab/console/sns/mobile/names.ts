/** The name of a push application, in its ARN: `arn:aws:sns:REGION:ACCOUNT:app/PLATFORM/NAME`. */
export function nameIn(arn: string): string {
  return arn.split("/")[2] ?? arn;
}

export function platformIn(arn: string): string {
  return arn.split("/")[1] ?? "";
}

/** The path of an application's page. */
export function applicationPath(arn: string): string {
  return `/sns/mobile/${encodeURIComponent(arn)}`;
}
