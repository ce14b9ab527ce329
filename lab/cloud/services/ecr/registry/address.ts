import type { Cloud } from "../../../cloud.ts";

/**
 * The host by which clients find a registry: AWS's name, with this machine's instead of AWS's domain and the lab's port. Docker and
 * crane speak plain HTTP to hosts below `localhost`.
 */
export function registryHost(account: string, { cloud, region }: { cloud: Cloud; region: string }): string {
  const { port } = new URL(cloud.endpoint);
  return `${account}.dkr.ecr.${region}.localhost:${port}`;
}

/** The registry that a host names: `ACCOUNT.dkr.ecr.REGION.…`. */
export function registryNamed(host: string): { readonly account: string; readonly region: string } | undefined {
  const [, account, region] = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\./.exec(host) ?? [];
  return account === undefined || region === undefined ? undefined : { account, region };
}
